import { readTokens, type Token } from './tokens.js';
import { Unparsable } from './unparsable.js';

/** Parentheses, signs and `not` within one another. */
const maxDepth = 32;

/** Where a parser stands. */
export interface Reader {
  readonly tokens: readonly Token[];
  /** Those that may be used. */
  readonly names: readonly string[];
  at: number;
  depth: number;
}

/** At the first token of a text. */
export function openReader(text: string, names: readonly string[]): Reader {
  return { tokens: readTokens(text), names, at: 0, depth: 0 };
}

/** Reads what is nested in what is read now. */
export function deeper<Found>(reader: Reader, read: (reader: Reader) => Found): Found {
  reader.depth += 1;
  if (reader.depth > maxDepth) throw new Unparsable(`nested deeper than ${maxDepth}`, next(reader).position);
  const found = read(reader);
  reader.depth -= 1;
  return found;
}

/** Goes on behind the next token when it is one of these. */
export function take<Text extends string>(
  reader: Reader,
  ...texts: readonly Text[]
): (Token & { text: Text }) | undefined {
  const token = next(reader);
  const text = texts.find((one) => one === token.text);
  if (text === undefined) return undefined;
  reader.at += 1;
  return { ...token, text };
}

/** Goes on behind a sign that has to stand here. */
export function expectSign(reader: Reader, sign: string): void {
  if (take(reader, sign) === undefined) throw unexpected(next(reader), sign);
}

/** The token to read next. */
export function next({ tokens, at }: Reader): Token {
  const token = tokens[at] ?? tokens.at(-1);
  if (token === undefined) throw new Error('an end should stand behind all tokens');
  return token;
}

/** Says that a token has no place here. */
export function unexpected({ kind, text, position }: Token, wanted?: string): Unparsable {
  const found = kind === 'end' ? 'end' : JSON.stringify(text);
  return new Unparsable(
    `unexpected ${found}${wanted === undefined ? '' : `, "${wanted}" should stand here`}`,
    position,
  );
}
