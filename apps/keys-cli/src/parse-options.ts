import { InvalidArgumentError } from 'commander';

const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A list with commas, each item trimmed. */
export function parseList(text: string): readonly string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.includes('')) throw new InvalidArgumentError('It should be a list such as a,b.');
  return items;
}

/** An option that may be given several times. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** `90s`, `15m`, `24h`, `30d`, or `0`; in milliseconds. */
export function parseDuration(text: string): number {
  if (text === '0') return 0;
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  if (match === null) throw new InvalidArgumentError('It should be a duration such as 15m, 24h, 30d or 0.');
  return Math.round(Number(match[1]) * unitMs[match[2] as keyof typeof unitMs]); // the pattern allows no other unit
}

/** An instant, or a duration from now on; in milliseconds since the epoch. */
export function parseExpiry(text: string, now: number): number {
  if (/^\d+(\.\d+)?(ms|s|m|h|d)$/.test(text)) return now + parseDuration(text);
  const instant = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant))
    throw new InvalidArgumentError('It should be a date such as 2027-01-31 or a duration such as 90d.');
  return instant;
}

/** An integer of at least 0. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(count)) return count;
  throw new InvalidArgumentError('It should be a whole number of at least 0.');
}

/** A number of at least 0. */
export function parseRate(text: string): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It should be a number of at least 0.');
}

/** A share in percent. */
export function parsePercent(text: string): number {
  const percent = parseRate(text);
  if (percent <= 100) return percent;
  throw new InvalidArgumentError('It should be a number from 0 to 100.');
}

/** US dollars with up to nine decimals, as an integer of nano-USD. */
export function parseUsd(text: string): bigint {
  const match = /^(\d{1,9})(?:\.(\d{1,9}))?$/.exec(text);
  if (match === null) throw new InvalidArgumentError('It should be an amount of US dollars such as 12.50.');
  return BigInt(`${match[1]}${(match[2] ?? '').padEnd(9, '0')}`);
}
