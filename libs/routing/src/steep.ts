/**
 * The fourth power: twice as good has sixteen times the traffic. Multiplied out, since it is made for every target of every
 * decision and the general power takes fifteen times as long.
 */
export function steep(merit: number): number {
  const square = merit * merit;
  return square * square;
}
