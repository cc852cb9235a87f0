/** Micro-USD of a decimal in USD with at most six places, e.g. `2.5`; `undefined` for anything else. */
export function readPrice(text: string): number | undefined {
  const [, whole, places = ''] = /^(\d{1,6})(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  return whole === undefined ? undefined : Number(whole) * 1_000_000 + Number(places.padEnd(6, '0'));
}

/** USD of an integer of micro-USD, without needless zeros. */
export function writePrice(microUsd: number): string {
  const [whole, places] = [Math.floor(microUsd / 1_000_000), String(microUsd % 1_000_000).padStart(6, '0')];
  return `${whole}.${places}`.replace(/\.?0+$/, '');
}
