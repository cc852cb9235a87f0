import type { Intern } from './key-row.js';

/** Makes an `Intern` that remembers every distinct value it saw, by its JSON; bigints count as text. */
export function createIntern(): Intern {
  const known = new Map<string, unknown>();
  return <Value>(value: Value): Value => {
    if (value === undefined) return value;
    const text = JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner));
    if (!known.has(text)) known.set(text, value);
    return known.get(text) as Value; // equal JSON of columns of one kind: the same type
  };
}
