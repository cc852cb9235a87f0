import fc from 'fast-check';
import { calculate, holds } from './evaluate.js';
import type { NamedValues, Parsed } from './expression.js';
import { parseCondition, parseFormula } from './parse-expression.js';

const names = ['cost', 'latency', 'requests', 'error_rate', 'p95_latency_ms', 'baseline.p95_latency_ms'];

function expressionOf<Expression>(parsed: Parsed<Expression>): Expression {
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.expression;
}

const valueOf = (text: string, values: NamedValues = {}): number | undefined =>
  calculate(expressionOf(parseFormula(text, names)), values);
const truthOf = (text: string, values: NamedValues = {}): boolean | undefined =>
  holds(expressionOf(parseCondition(text, names)), values);

function problemOf(parsed: Parsed<unknown>): string {
  return parsed.ok ? 'none' : `${parsed.problem.position}: ${parsed.problem.message}`;
}

describe('a formula', () => {
  it.each<[string, number]>([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['10 - 4 - 3', 3],
    ['24 / 4 / 2', 3],
    ['-2 * -3', 6],
    ['2 - -1', 3],
    ['--2', 2],
    ['.5 + 1.5e1 + 2E-1', 15.7],
    ['min(3, 1 + 1, 5) + max(4)', 6],
    [' \t1\n+1 ', 2],
  ])('%j is %d', (text, value) => {
    expect(valueOf(text)).toBeCloseTo(value, 12);
  });

  it('reads what names stand for', () => {
    expect(valueOf('0.6 * cost + 0.4 * latency', { cost: 1, latency: 0.5 })).toBeCloseTo(0.8);
    expect(valueOf('1.2 * baseline.p95_latency_ms', { 'baseline.p95_latency_ms': 100 })).toBe(120);
  });

  it('is not known where it needs what is not known, divides by 0 or has no end', () => {
    for (const text of ['cost + 1', '-cost', 'min(cost, 0)', 'latency / 0', '1e308 * 10', '0 / 0'])
      expect(valueOf(text, { latency: 1 })).toBeUndefined();
  });

  it('is worth what its parts are worth, however they are nested', () => {
    type Sum = readonly [text: string, value: number];
    const { sum } = fc.letrec<{ sum: Sum }>((tie) => ({
      sum: fc.oneof(
        { maxDepth: 4 },
        fc.integer({ min: 0, max: 9 }).map((value): Sum => [String(value), value]),
        fc.tuple(tie('sum'), tie('sum')).map(([[one, a], [other, b]]): Sum => [`${one} + (${other})`, a + b]),
        fc.tuple(tie('sum'), tie('sum')).map(([[one, a], [other, b]]): Sum => [`${one} - (${other})`, a - b]),
        fc.tuple(tie('sum'), tie('sum')).map(([[one, a], [other, b]]): Sum => [`(${one}) * (${other})`, a * b]),
        tie('sum').map(([text, value]): Sum => [`-(${text})`, -value]),
        fc
          .tuple(tie('sum'), tie('sum'))
          .map(([[one, a], [other, b]]): Sum => [`max(${one}, ${other})`, Math.max(a, b)]),
      ),
    }));
    fc.assert(fc.property(sum, ([text, value]) => expect(valueOf(text)).toBeCloseTo(value, 6)));
  });
});

describe('a condition', () => {
  it.each<[string, boolean]>([
    ['1 < 2', true],
    ['2 <= 2', true],
    ['1 > 2', false],
    ['2 >= 3', false],
    ['1 + 1 == 2', true],
    ['1 != 1', false],
    ['not 1 < 2', false],
    ['not not 1 < 2', true],
    ['1 < 2 or 1 < 2 and 1 > 2', true],
    ['(1 < 2 or 1 < 2) and 1 > 2', false],
    ['not (1 > 2) and 2 > 1', true],
  ])('%j holds: %s', (text, held) => {
    expect(truthOf(text)).toBe(held);
  });

  it('of a canary reads as it is said', () => {
    const text = 'requests >= 200 and error_rate <= 0.01 and p95_latency_ms <= 1.2 * baseline.p95_latency_ms';
    const values = { requests: 250, error_rate: 0, p95_latency_ms: 119, 'baseline.p95_latency_ms': 100 };
    expect(truthOf(text, values)).toBe(true);
    expect(truthOf(text, { ...values, p95_latency_ms: 121 })).toBe(false);
  });

  it('is decided by what is known where that is enough', () => {
    expect(truthOf('cost > 1')).toBeUndefined();
    expect(truthOf('not cost > 1')).toBeUndefined();
    expect(truthOf('cost > 1 and 1 > 2')).toBe(false);
    expect(truthOf('1 > 2 and cost > 1')).toBe(false);
    expect(truthOf('cost > 1 and 1 < 2')).toBeUndefined();
    expect(truthOf('cost > 1 or 1 < 2')).toBe(true);
    expect(truthOf('1 < 2 or cost > 1')).toBe(true);
    expect(truthOf('cost > 1 or 1 > 2')).toBeUndefined();
  });
});

describe('what is no expression', () => {
  it.each<[string, string]>([
    ['0.5 * costs', '7: unknown name "costs"; did you mean "cost"?'],
    ['constructor', '1: unknown name "constructor"'],
    ['cost +', '7: unexpected end'],
    ['', '1: unexpected end'],
    ['cost cost', '6: unexpected "cost"'],
    ['(cost', '6: unexpected end, ")" should stand here'],
    ['cost)', '5: unexpected ")"'],
    ['min cost', '5: unexpected "cost", "(" should stand here'],
    ['min()', '5: unexpected ")"'],
    ['and', '1: unexpected "and"'],
    ['cost = 1', '6: unexpected "="'],
    ['cost; process', '5: unexpected ";"'],
    ['cost["x"]', '5: unexpected "["'],
    ['"cost"', '1: unexpected "\\""'],
    ['😀', '1: unexpected "😀"'],
    ['1e999', '1: the number 1e999 is too large'],
    ['1 < 2', '1: a number should stand here, and a condition does'],
    ['1 + (1 < 2)', '5: a number should stand here, and a condition does'],
    [`${'('.repeat(33)}1${')'.repeat(33)}`, '34: nested deeper than 32'],
    [`1${' '.repeat(1_000)}`, '1001: longer than 1000 characters'],
  ])('%j is told so where it goes wrong', (text, problem) => {
    expect(problemOf(parseFormula(text, names))).toContain(problem);
  });

  it.each<[string, string]>([
    ['cost', '1: a condition should stand here, and a number does'],
    ['1 < 2 < 3', '7: unexpected "<"'],
    ['not cost', '5: a condition should stand here, and a number does'],
    ['cost and 1 < 2', '1: a condition should stand here, and a number does'],
    ['1 < 2 or cost', '10: a condition should stand here, and a number does'],
  ])('%j is no condition', (text, problem) => {
    expect(problemOf(parseCondition(text, names))).toBe(problem);
  });

  it('never ends in an exception, whatever the text', () => {
    const pieces = fc.constantFrom(
      'cost',
      '1',
      '(',
      ')',
      '+',
      '-',
      '*',
      '/',
      '<',
      '==',
      'and',
      'or',
      'not',
      'min',
      ',',
    );
    const texts = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.array(pieces, { maxLength: 40 }).map((found) => found.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        for (const { problem } of [parseFormula(text, names), parseCondition(text, names)].filter(isProblem)) {
          expect(problem.position).toBeGreaterThan(0);
          expect(problem.position).toBeLessThanOrEqual(text.length + 1);
        }
      }),
    );
  });
});

function isProblem(parsed: Parsed<unknown>): parsed is Parsed<unknown> & { ok: false } {
  return !parsed.ok;
}
