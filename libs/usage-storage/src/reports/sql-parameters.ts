/** The values of one statement: text of users reaches SQL through these alone. */
export interface SqlParameters {
  readonly values: readonly unknown[];
  /** Keeps a value and returns the place that stands for it, e.g. `$3`. */
  add(value: unknown): string;
}

/** No values yet. */
export function sqlParameters(): SqlParameters {
  const values: unknown[] = [];
  return {
    values,
    add: (value) => `$${values.push(value)}`,
  };
}

/** An instant as a parameter. */
export function instant(parameters: SqlParameters, at: number): string {
  return `${parameters.add(new Date(at).toISOString())}::timestamptz`;
}
