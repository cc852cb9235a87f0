const pattern = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3})\d*)?)?)?(Z|[+-]\d\d:\d\d)?$/;

/** Beyond it ISO 8601 has more than four digits for a year, which neither links nor the database read. */
const lastTime = Date.UTC(9999, 11, 31);

/**
 * Milliseconds since the epoch of an ISO time; without an offset it is UTC, without a time of day its first moment.
 * Nothing was counted before 1970.
 */
export function readTime(text: string): number | undefined {
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '0', offset = 'Z'] =
    pattern.exec(text) ?? [];
  if (year === undefined) return undefined;
  const date = `${year}-${month}-${day}`;
  const time = Date.parse(`${date}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0')}${offset}`);
  return time >= 0 && time <= lastTime && isRealDate(date) ? time : undefined;
}

/** The 31st of February is not the 3rd of March. */
function isRealDate(date: string): boolean {
  const time = Date.parse(`${date}T00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

/** An ISO time in UTC, no longer than it must be: `2026-11-01`, `2026-11-01T08:30Z`, `2026-11-01T08:30:15.250Z`. */
export function writeTime(time: number): string {
  return new Date(time)
    .toISOString()
    .replace(/\.000Z$/, 'Z')
    .replace(/:00Z$/, 'Z')
    .replace(/T00:00Z$/, '');
}
