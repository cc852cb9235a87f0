import { Unparsable } from './unparsable.js';

/** A word, number or sign of an expression, and where it stands. */
export interface Token {
  readonly kind: 'number' | 'word' | 'sign' | 'end';
  readonly text: string;
  /** 1 for the first character. */
  readonly position: number;
}

const space = /\s*/y;

const forms: readonly (readonly [Token['kind'], RegExp])[] = [
  ['number', /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['word', /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y],
  ['sign', /<=|>=|==|!=|[-+*/()<>,]/y],
];

/** The tokens of a text, an `end` behind them. */
export function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = matchAt(space, text, 0).length;
  while (at < text.length) {
    const token = readToken(text, at);
    tokens.push(token);
    at += token.text.length;
    at += matchAt(space, text, at).length;
  }
  return [...tokens, { kind: 'end', text: '', position: text.length + 1 }];
}

function readToken(text: string, at: number): Token {
  for (const [kind, form] of forms) {
    const found = matchAt(form, text, at);
    if (found !== '') return { kind, text: found, position: at + 1 };
  }
  throw new Unparsable(`unexpected ${JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0))}`, at + 1);
}

/** What a sticky pattern matches from that index on; empty when it does not. */
function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}
