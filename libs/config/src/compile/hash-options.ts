import { createHash } from 'node:crypto';

/** Hex digits kept: 64 bits tell configurations apart. */
const hashDigits = 16;

/**
 * A short name of a configuration: SHA-256 over its options as JSON with sorted keys, defaults filled in. Formatting,
 * comments and key order do not matter; secrets are references there, so their values are not part of it.
 */
export function hashOptions(options: unknown): string {
  return createHash('sha256').update(canonicalJson(options)).digest('hex').slice(0, hashDigits);
}

function canonicalJson(options: unknown): string {
  return JSON.stringify(options, (_key, value: unknown) => (isMapping(value) ? sorted(value) : value)) ?? '';
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(mapping: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(mapping).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
