import { suggest } from '@smart-router/core';
import type { Condition, Formula, Parsed } from './expression.js';
import { deeper, expectSign, next, openReader, take, unexpected, type Reader } from './reader.js';
import type { Token } from './tokens.js';
import { Unparsable } from './unparsable.js';

/** Longer than anybody writes, short enough to parse at once. */
export const maxExpressionLength = 1_000;

/** Parses a formula over the given names: numbers, `+ - * /`, `min()`, `max()` and parentheses. */
export function parseFormula(text: string, names: readonly string[]): Parsed<Formula> {
  return parse(text, names, (reader) => formulaOf(readEither(reader)));
}

/** Parses a condition: comparisons of formulas, joined by `and`, `or` and `not`. */
export function parseCondition(text: string, names: readonly string[]): Parsed<Condition> {
  return parse(text, names, (reader) => conditionOf(readEither(reader)));
}

/** What was read, and where it began. */
interface Read {
  readonly position: number;
  readonly node: Formula | Condition;
}

function parse<Expression>(
  text: string,
  names: readonly string[],
  read: (reader: Reader) => Expression,
): Parsed<Expression> {
  try {
    if (text.length > maxExpressionLength)
      throw new Unparsable(`longer than ${maxExpressionLength} characters`, maxExpressionLength + 1);
    const reader = openReader(text, names);
    const expression = read(reader);
    if (next(reader).kind !== 'end') throw unexpected(next(reader));
    return { ok: true, expression };
  } catch (thrown) {
    if (!(thrown instanceof Unparsable)) throw thrown;
    return { ok: false, problem: { message: thrown.message, position: thrown.position } };
  }
}

function readEither(reader: Reader): Read {
  return readJoined(reader, 'or', (inner) => readJoined(inner, 'and', readNot));
}

function readJoined(reader: Reader, word: 'and' | 'or', readPart: (reader: Reader) => Read): Read {
  let left = readPart(reader);
  while (take(reader, word) !== undefined) {
    const node = { kind: word, left: conditionOf(left), right: conditionOf(readPart(reader)) };
    left = { position: left.position, node };
  }
  return left;
}

function readNot(reader: Reader): Read {
  const word = take(reader, 'not');
  if (word === undefined) return readComparison(reader);
  const of = conditionOf(deeper(reader, readNot));
  return { position: word.position, node: { kind: 'not', of } };
}

function readComparison(reader: Reader): Read {
  const left = readSum(reader);
  const operator = take(reader, '<', '<=', '>', '>=', '==', '!=')?.text;
  if (operator === undefined) return left;
  const node = { kind: 'comparison', operator, left: formulaOf(left), right: formulaOf(readSum(reader)) } as const;
  return { position: left.position, node };
}

function readSum(reader: Reader): Read {
  return readChain(reader, ['+', '-'], (inner) => readChain(inner, ['*', '/'], readSigned));
}

function readChain(
  reader: Reader,
  operators: readonly ('+' | '-' | '*' | '/')[],
  readPart: (reader: Reader) => Read,
): Read {
  let left = readPart(reader);
  for (let operator = take(reader, ...operators); operator !== undefined; operator = take(reader, ...operators)) {
    const [one, other] = [formulaOf(left), formulaOf(readPart(reader))];
    left = { position: left.position, node: { kind: 'arithmetic', operator: operator.text, left: one, right: other } };
  }
  return left;
}

function readSigned(reader: Reader): Read {
  const sign = take(reader, '-');
  if (sign === undefined) return readOperand(reader);
  return { position: sign.position, node: { kind: 'negation', of: formulaOf(deeper(reader, readSigned)) } };
}

function readOperand(reader: Reader): Read {
  const token = next(reader);
  if (take(reader, '(') !== undefined) {
    const inside = deeper(reader, readEither);
    expectSign(reader, ')');
    return { position: token.position, node: inside.node };
  }
  const extreme = take(reader, 'min', 'max');
  if (extreme !== undefined) {
    const of = readArguments(reader);
    return { position: token.position, node: { kind: 'extreme', which: extreme.text, of } };
  }
  reader.at += 1;
  return { position: token.position, node: leafOf(token, reader.names) };
}

function readArguments(reader: Reader): readonly Formula[] {
  expectSign(reader, '(');
  const found: Formula[] = [];
  do found.push(formulaOf(deeper(reader, readEither)));
  while (take(reader, ',') !== undefined);
  expectSign(reader, ')');
  return found;
}

function leafOf(token: Token, names: readonly string[]): Formula {
  if (token.kind === 'number') return { kind: 'number', value: numberOf(token) };
  if (token.kind !== 'word' || keywords.has(token.text)) throw unexpected(token);
  if (names.includes(token.text)) return { kind: 'name', name: token.text };
  throw new Unparsable(`unknown name "${token.text}"${suggest(token.text, names)}`, token.position);
}

const keywords: ReadonlySet<string> = new Set(['and', 'or', 'not', 'min', 'max']);

function numberOf({ text, position }: Token): number {
  const value = Number(text);
  if (!Number.isFinite(value)) throw new Unparsable(`the number ${text} is too large`, position);
  return value;
}

function formulaOf({ node, position }: Read): Formula {
  if (isCondition(node)) throw new Unparsable('a number should stand here, and a condition does', position);
  return node;
}

function conditionOf({ node, position }: Read): Condition {
  if (!isCondition(node)) throw new Unparsable('a condition should stand here, and a number does', position);
  return node;
}

function isCondition(node: Formula | Condition): node is Condition {
  return node.kind === 'comparison' || node.kind === 'not' || node.kind === 'and' || node.kind === 'or';
}
