/** A result as JSON: names in snake_case, instants in ISO form where they are dates, amounts beyond a double as text. */
export function printJson(value: unknown): string {
  return `${JSON.stringify(shown(value), null, 2)}\n`;
}

function shown(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, each]) => [
    snakeCase(name),
    each === undefined ? null : shown(each),
  ]);
  return Object.fromEntries(entries) as unknown; // the entries are pairs of a name and a value
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
