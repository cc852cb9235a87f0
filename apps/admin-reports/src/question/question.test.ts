import fc from 'fast-check';
import { dimensions, maxPageRows, parseQuestion } from './parse-question.js';
import { sentenceOf } from './problem.js';
import { plainQuestion, type Question } from './question.js';
import { rangeBefore, rangeOf, stepOf } from './range-of.js';
import { writeQuestion } from './write-question.js';

const dayMs = 86_400_000;
const now = Date.UTC(2026, 10, 21, 18, 43, 9);
const bounds = { maxRangeMs: 400 * dayMs, now, maxRows: maxPageRows };

const parse = (query: string) => parseQuestion(new URLSearchParams(query), bounds);
const problemsOf = (query: string): readonly string[] => {
  const parsed = parse(query);
  return parsed.ok ? [] : parsed.problems.map(sentenceOf);
};

const words = fc.string({ minLength: 1, maxLength: 128, unit: 'binary' }).map((drawn) => drawn.replaceAll('\0', '~'));
const value = fc.option(words, { nil: undefined });
const filter = fc
  .uniqueArray(fc.constantFrom(...dimensions), { maxLength: 4 })
  .chain((names) =>
    fc.record(Object.fromEntries(names.map((name) => [name, fc.uniqueArray(value, { minLength: 1, maxLength: 3 })]))),
  );
const period = fc.oneof(
  fc.constant(undefined),
  fc.integer({ min: 1, max: 400 * 1440 }).map((minutes) => ({ kind: 'since' as const, sinceMs: minutes * 60_000 })),
  fc
    .tuple(fc.integer({ min: now - 300 * dayMs, max: now }), fc.option(fc.integer({ min: 1, max: 90 * dayMs })))
    .map(([from, lengthMs]) => ({
      ...{ kind: 'between' as const, from },
      to: lengthMs === null ? undefined : from + lengthMs,
    })),
);
const text = fc.option(words, { nil: undefined });
const price = fc.integer({ min: 0, max: 999_999_999_999 });
const question: fc.Arbitrary<Question> = fc.record({
  period,
  filter,
  groupBy: fc.uniqueArray(fc.constantFrom(...dimensions), { maxLength: 4 }),
  order: fc.constantFrom(undefined, 'requests', 'cost_usd', 'latency_p95_ms'),
  direction: fc.constantFrom(undefined, 'ascending' as const, 'descending' as const),
  compare: fc.constantFrom(undefined, 'before' as const, 'nothing' as const),
  baseline: fc.oneof(
    fc.constant(undefined),
    fc.constant({ kind: 'named' as const, id: 'gpt-4o & co' }),
    fc.record({
      kind: fc.constant('custom' as const),
      ...{ inputMicroUsdPerMillion: price, outputMicroUsdPerMillion: price },
    }),
  ),
  ...{ requestedModel: text, tokenId: text, clientRequestId: text },
  only: fc.subarray(['shaped' as const, 'fallback' as const]),
  cursor: fc.constantFrom(undefined, 'eyJhIjoxfQ.abc-_~'),
  limit: fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined }),
});

describe('a question in a URL', () => {
  it('comes back as it was written, whatever it asks', () => {
    fc.assert(
      fc.property(question, (asked) => {
        const query = writeQuestion(asked);
        expect(parse(query)).toEqual({ ok: true, question: asked, ignored: [] });
        expect(new URLSearchParams(query).toString()).toBe(query);
      }),
    );
  });

  it('is the plain one where nothing is asked, also where a form sends its empty fields', () => {
    expect(parse('')).toEqual({ ok: true, question: plainQuestion, ignored: [] });
    expect(parse('from=&to=&project=&group-by=&only=')).toEqual({ ok: true, question: plainQuestion, ignored: [] });
    expect(writeQuestion(plainQuestion)).toBe('');
  });

  it('takes groups and values one by one or together', () => {
    const parsed = parse('group-by=project&group-by=model,user&project=web&project=api&project=web&provider=~');
    expect(parsed).toMatchObject({
      question: { groupBy: ['project', 'model', 'user'], filter: { project: ['web', 'api'], provider: [undefined] } },
    });
  });

  it('names parameters that mean nothing', () => {
    expect(parse('utm=1&theme=dark&project=web')).toMatchObject({ ok: true, ignored: ['utm'] });
  });

  it.each([
    ['since=yesterday', 'since should be a duration like 30m, 24h, 7d or 2w, got "yesterday"'],
    ['since=500d', 'since should be at most 400d, got "500d"'],
    ['since=100w', 'since should be at most 400d, got "100w"'],
    ['since=7d&from=2026-11-01', 'since should be absent where from or to is given, got "7d"'],
    ['from=2026-02-31', 'from should be a time like 2026-11-01 or 2026-11-01T08:30Z, got "2026-02-31"'],
    ['from=2026-13-01', 'from should be a time like 2026-11-01 or 2026-11-01T08:30Z, got "2026-13-01"'],
    ['from=0000-01-01', 'from should be a time like 2026-11-01 or 2026-11-01T08:30Z, got "0000-01-01"'],
    ['from=1969-12-31', 'from should be a time like 2026-11-01 or 2026-11-01T08:30Z, got "1969-12-31"'],
    [
      'from=9999-12-31T23:59-23:00',
      'from should be a time like 2026-11-01 or 2026-11-01T08:30Z, got "9999-12-31T23:59-23:00"',
    ],
    ['from=2020-01-01', 'from should be at most 400d before the end of the range, got "2020-01-01"'],
    ['from=2026-11-02&to=2026-11-01', 'to should be later than from, got "2026-11-01"'],
    ['to=2026-11-01', 'to should be given together with from, got "2026-11-01"'],
    ['since=7d&since=8d', 'since should be given once, got "7d, 8d"'],
    ['limit=501', 'limit should be a whole number from 1 to 500, got "501"'],
    ['group-by=colour', `group-by should be of ${dimensions.join(', ')}, got "colour"`],
    ['compare=after', 'compare should be before or nothing, got "after"'],
    ['only=broken', 'only should be shaped or fallback, got "broken"'],
    ['baseline=custom', 'baseline should be given together with baseline-input and baseline-output, got "custom"'],
    ['baseline-input=free', 'baseline-input should be a price in USD per million tokens like 2.50, got "free"'],
    ['cursor=%00', 'cursor should be a cursor from a page, got "\0"'],
    ['user=a%00', 'user should be a text of at most 256 characters, got "a\0"'],
    [`user=${'a'.repeat(300)}`, `user should be a text of at most 256 characters, got "${'a'.repeat(80)}…"`],
  ])('says what is wrong with %s', (query, sentence) => {
    expect(problemsOf(query)).toEqual([sentence]);
  });

  it('takes no more values than the links of a page can repeat', () => {
    const values = (name: string) => Array.from({ length: 40 }, (_, index) => `${name}=${index}`).join('&');
    expect(problemsOf(`${values('project')}&${values('model')}`)).toEqual([]);
    expect(problemsOf(['project', 'user', 'model'].map(values).join('&'))).toEqual([
      'model should be at most 100 values with those of the other filters, got "120 values"',
    ]);
  });

  it('says everything that is wrong at once', () => {
    expect(problemsOf('since=soon&limit=0&group-by=colour')).toHaveLength(3);
  });

  it('never throws and never hangs on what strangers write', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('from', 'since', 'group-by', 'only', 'limit', 'user'), fc.string())),
        (pairs) => {
          expect(typeof parse(new URLSearchParams(pairs).toString()).ok).toBe('boolean');
        },
      ),
    );
  });
});

describe('the range of a question', () => {
  const rules = { defaultRangeMs: dayMs, now };
  const iso = (query: string): readonly string[] => {
    const parsed = parse(query);
    if (!parsed.ok) throw new Error(sentenceOf(parsed.problems[0]!));
    const { from, to } = rangeOf(parsed.question, rules);
    return [new Date(from).toISOString(), new Date(to).toISOString()];
  };

  it.each([
    ['', '2026-11-20T18:00:00.000Z', '2026-11-21T18:44:00.000Z'],
    ['since=30m', '2026-11-21T18:14:00.000Z', '2026-11-21T18:44:00.000Z'],
    ['since=7d', '2026-11-14T18:00:00.000Z', '2026-11-21T18:44:00.000Z'],
    ['since=30d', '2026-10-22T00:00:00.000Z', '2026-11-21T18:44:00.000Z'],
    ['from=2026-11-01', '2026-11-01T00:00:00.000Z', '2026-11-21T18:44:00.000Z'],
    ['from=2026-11-01T08:30%2B01:00&to=2026-11-02', '2026-11-01T07:30:00.000Z', '2026-11-02T00:00:00.000Z'],
  ])('of "%s" ends with the minute and begins with a whole step', (query, from, to) => {
    expect(iso(query)).toEqual([from, to]);
  });

  it('has a period before it of the same length', () => {
    expect(rangeBefore({ from: 100, to: 130 })).toEqual({ from: 70, to: 100 });
  });

  it('is drawn by hours, days or months', () => {
    const steps = [1, 7, 9, 365, 800].map((days) => stepOf({ from: 0, to: days * dayMs }));
    expect(steps).toEqual(['hour', 'hour', 'day', 'day', 'month']);
  });
});
