import type { KeyRecord } from '@smart-router/keys';
import type { Intern } from '../keys/key-row.js';

/** A key record as one line of JSON. */
export function keyLine(record: KeyRecord): string {
  return JSON.stringify(record, (_name, value: unknown) =>
    typeof value === 'bigint' ? { bigint: value.toString() } : value,
  );
}

/** A key record out of its line. */
export function keyOfLine(line: string, intern: Intern): KeyRecord {
  // The line is proven to be one of ours, of this version.
  const record = JSON.parse(line, (_name, value: unknown) =>
    isWrittenBigint(value) ? BigInt(value.bigint) : value,
  ) as KeyRecord;
  const caller = Object.entries(record.caller).map(([name, value]) => [name, intern<unknown>(value)]);
  return { ...record, caller: Object.fromEntries(caller) as KeyRecord['caller'] }; // the same names, equal values
}

function isWrittenBigint(value: unknown): value is { readonly bigint: string } {
  return typeof value === 'object' && value !== null && 'bigint' in value && typeof value.bigint === 'string';
}
