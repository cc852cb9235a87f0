/** An object of the wire whose fields are not checked yet. */
export type WireObject = Readonly<Record<string, unknown>>;

/** Whether a wire value is an object (not an array, not null). */
export function isRecord(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const nothing: WireObject = {};

/** The value when it is an object, else an empty one, so that fields of absent objects read as absent. */
export function objectOf(value: unknown): WireObject {
  return isRecord(value) ? value : nothing;
}

/** Whether a field was left out; `null` says the same. */
export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

/** The value when it is a string. */
export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The value when it is a string with at least one character. */
export function filledString(value: unknown): string | undefined {
  return stringOf(value) || undefined;
}

/** The value when it is a finite number. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** The value when it is an integer a double holds exactly. */
export function integerOf(value: unknown): number | undefined {
  return Number.isSafeInteger(value) ? numberOf(value) : undefined;
}

/** The value when it is a count: a whole number, not below 0. */
export function countOf(value: unknown): number | undefined {
  const count = integerOf(value);
  return count === undefined || count < 0 ? undefined : count;
}

/** The value when it is `true` or `false`. */
export function booleanOf(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

/** The items of an array; empty for anything else. */
export function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
