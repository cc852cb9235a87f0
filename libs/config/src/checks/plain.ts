/** A mapping of unchecked data; anything else reads as an empty one. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  // A non-null, non-array object of parsed YAML is a string-keyed record.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** A list of unchecked data; anything else reads as an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text of unchecked data; anything else is absent. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The texts in a list of unchecked data. */
export function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((item) => typeof item === 'string');
}
