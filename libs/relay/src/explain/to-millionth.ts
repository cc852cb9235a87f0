/** A share to a millionth, as the ledger keeps it. */
export function toMillionth(share: number): number {
  return Math.round(share * 1_000_000) / 1_000_000;
}
