import type { ConfigPath } from '../config-problem.js';

/** Characters of a value that a message shows; enough to recognise it. */
const shownCharacters = 60;

/** Where secrets are, or would be put by mistake. */
const secretKeys = /^(key|encryption_key|database_url|redis_url|credentials|headers|client_secret|password_hash)$/;

/** Looks like a key, or like a URL with a password in it. */
const secretText = /[A-Za-z0-9_+/=-]{24,}|@|^sk-/;

/** A value as a message quotes it: short JSON for scalars, a word for the rest. */
export function showValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return 'a mapping';
  return shorten(JSON.stringify(value), shownCharacters);
}

/** A text, cut where it is longer than a message should quote. */
export function shorten(text: string, characters = shownCharacters): string {
  return text.length <= characters ? text : `${text.slice(0, characters)}…`;
}

/** A value as a message quotes it, unless it may be a secret that was written where it does not belong. */
export function showUnlessSecret(path: ConfigPath, value: unknown): string {
  if (typeof value !== 'string') return showValue(value);
  const hidden = path.some((step) => secretKeys.test(String(step))) || secretText.test(value);
  return hidden ? 'a text that is not shown here' : showValue(value);
}
