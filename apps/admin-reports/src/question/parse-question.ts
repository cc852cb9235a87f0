import { dimensionColumns, type Dimension } from '@smart-router/usage-storage';
import { readDuration, writeDuration } from './duration-text.js';
import { readPrice } from './price-text.js';
import type { QuestionProblem } from './problem.js';
import type { BaselineChoice, OnlyWord, Period, Question } from './question.js';
import { readTime } from './time-text.js';
import { readValue } from './value-text.js';

/** What a question may ask for. */
export interface QuestionBounds {
  /** No range is longer, in milliseconds. */
  readonly maxRangeMs: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The most that `limit` may be. */
  readonly maxRows: number;
}

/** A question, with the parameters that mean nothing here; or everything that is wrong with it. */
export type ParsedQuestion =
  | { readonly ok: true; readonly question: Question; readonly ignored: readonly string[] }
  | { readonly ok: false; readonly problems: readonly QuestionProblem[] };

/** All dimensions, in the order in which they are offered. */
export const dimensions = Object.keys(dimensionColumns) as readonly Dimension[]; // the keys are the dimensions

/** The most rows that a page has, and that one answer of a list may have. */
export const maxPageRows = 500;

const maxGroupBy = 4;
const maxValues = 50;
/** Of all filters together: every link of a page repeats them all. */
const maxAllValues = 100;
const maxValueLength = 256;
const shortTextExpected = `a text of at most ${maxValueLength} characters`;
const maxCursorLength = 2000;
const onlyWords: readonly OnlyWord[] = ['shaped', 'fallback'];
/** Parameters that pages read themselves. */
const otherParameters = ['table', 'theme'];
const ownParameters = [
  ...['from', 'to', 'since', 'group-by', 'order', 'direction', 'compare', 'only', 'limit', 'cursor'],
  ...['baseline', 'baseline-input', 'baseline-output', 'requested-model', 'token', 'client-request'],
];

/** Reads a URL's parameters. Empty ones are as good as absent, since forms send them. */
export function parseQuestion(query: URLSearchParams, bounds: QuestionBounds): ParsedQuestion {
  const reader = readerOf(query);
  const question: Question = {
    period: periodOf(reader, bounds),
    filter: filterOf(reader),
    groupBy: groupByOf(reader),
    order: reader.one('order', matching(/^[a-z0-9_]{1,40}$/), 'the name of a column'),
    direction: reader.one('direction', word('ascending', 'descending'), 'ascending or descending'),
    compare: reader.one('compare', word('before', 'nothing'), 'before or nothing'),
    baseline: baselineOf(reader),
    requestedModel: reader.one('requested-model', shortText, shortTextExpected),
    tokenId: reader.one('token', shortText, shortTextExpected),
    clientRequestId: reader.one('client-request', shortText, shortTextExpected),
    only: onlyOf(reader),
    cursor: reader.one('cursor', matching(new RegExp(`^[\\w.~-]{1,${maxCursorLength}}$`)), 'a cursor from a page'),
    limit: reader.one('limit', upTo(bounds.maxRows), `a whole number from 1 to ${bounds.maxRows}`),
  };
  if (reader.problems.length > 0) return { ok: false, problems: reader.problems };
  const known = new Set<string>([...ownParameters, ...otherParameters, ...dimensions]);
  return { ok: true, question, ignored: [...new Set(query.keys())].filter((name) => !known.has(name)) };
}

interface Reader {
  readonly problems: QuestionProblem[];
  /** All values of a parameter but empty ones. */
  all(parameter: string): readonly string[];
  /** The one value of a parameter; a problem when `read` has no value for it. */
  one<Value>(parameter: string, read: (text: string) => Value | undefined, expected: string): Value | undefined;
  refuse(parameter: string, value: string, expected: string): undefined;
}

function readerOf(query: URLSearchParams): Reader {
  const problems: QuestionProblem[] = [];
  const all = (parameter: string) => query.getAll(parameter).filter((text) => text !== '');
  const refuse = (parameter: string, value: string, expected: string) => {
    problems.push({ parameter, value, expected });
    return undefined;
  };
  return {
    ...{ problems, all, refuse },
    one(parameter, read, expected) {
      const [text, ...more] = all(parameter);
      if (text === undefined) return undefined;
      if (more.length > 0) return refuse(parameter, [text, ...more].join(', '), 'given once');
      return read(text) ?? refuse(parameter, text, expected);
    },
  };
}

const timeExpected = 'a time like 2026-11-01 or 2026-11-01T08:30Z';

function periodOf(reader: Reader, { maxRangeMs, now }: QuestionBounds): Period | undefined {
  const sinceMs = reader.one('since', readDuration, 'a duration like 30m, 24h, 7d or 2w');
  const from = reader.one('from', readTime, timeExpected);
  const to = reader.one('to', readTime, timeExpected);
  const longest = `at most ${writeDuration(maxRangeMs)}`;
  if (sinceMs !== undefined) {
    if (from !== undefined || to !== undefined)
      return reader.refuse('since', reader.all('since').join(), 'absent where from or to is given');
    return sinceMs > maxRangeMs
      ? reader.refuse('since', reader.all('since').join(), longest)
      : { kind: 'since', sinceMs };
  }
  if (from === undefined) {
    if (to !== undefined) reader.refuse('to', reader.all('to').join(), 'given together with from');
    return undefined;
  }
  if (to !== undefined && to <= from) return reader.refuse('to', reader.all('to').join(), 'later than from');
  if ((to ?? now) - from > maxRangeMs)
    return reader.refuse('from', reader.all('from').join(), `${longest} before the end of the range`);
  return { kind: 'between', from, to };
}

function filterOf(reader: Reader): Question['filter'] {
  const entries = dimensions.flatMap((name) => {
    const texts = [...new Set(reader.all(name))];
    if (texts.length > maxValues)
      return reader.refuse(name, `${texts.length} values`, `at most ${maxValues} values`) ?? [];
    const wrong = texts.find((text) => shortText(text) === undefined);
    if (wrong !== undefined) return reader.refuse(name, wrong, shortTextExpected) ?? [];
    return texts.length === 0 ? [] : [[name, texts.map(readValue)] as const];
  });
  const all = entries.reduce((sum, [, values]) => sum + values.length, 0);
  const last = entries.at(-1)?.[0];
  if (last !== undefined && all > maxAllValues)
    reader.refuse(last, `${all} values`, `at most ${maxAllValues} values with those of the other filters`);
  return Object.fromEntries(entries);
}

function groupByOf(reader: Reader): readonly Dimension[] {
  const names = [...new Set(reader.all('group-by').flatMap((text) => text.split(',')))];
  const known = names.filter((name): name is Dimension => (dimensions as readonly string[]).includes(name));
  const stranger = names.find((name) => !known.some((dimension) => dimension === name));
  if (stranger !== undefined) reader.refuse('group-by', stranger, `of ${dimensions.join(', ')}`);
  if (known.length > maxGroupBy) reader.refuse('group-by', names.join(','), `at most ${maxGroupBy} dimensions`);
  return known;
}

function onlyOf(reader: Reader): readonly OnlyWord[] {
  const words = [...new Set(reader.all('only').flatMap((text) => text.split(',')))];
  const stranger = words.find((text) => !(onlyWords as readonly string[]).includes(text));
  if (stranger !== undefined) reader.refuse('only', stranger, onlyWords.join(' or '));
  return onlyWords.filter((known) => words.includes(known));
}

const priceExpected = 'a price in USD per million tokens like 2.50';

function baselineOf(reader: Reader): BaselineChoice | undefined {
  const id = reader.one('baseline', matching(/^[^\p{Cc}]{1,64}$/u), 'the id of a baseline, or custom');
  const input = reader.one('baseline-input', readPrice, priceExpected);
  const output = reader.one('baseline-output', readPrice, priceExpected);
  if (id === undefined) return undefined;
  if (id !== 'custom') return { kind: 'named', id };
  if (input !== undefined && output !== undefined)
    return { kind: 'custom', inputMicroUsdPerMillion: input, outputMicroUsdPerMillion: output };
  return reader.refuse('baseline', 'custom', 'given together with baseline-input and baseline-output');
}

/** The database has no text with a NUL in it. */
function shortText(text: string): string | undefined {
  return text.length <= maxValueLength && !text.includes('\0') ? text : undefined;
}

function upTo(maxRows: number): (text: string) => number | undefined {
  return (text) => (/^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= maxRows ? Number(text) : undefined);
}

function matching(pattern: RegExp): (text: string) => string | undefined {
  return (text) => (pattern.test(text) ? text : undefined);
}

function word<Word extends string>(...words: readonly Word[]): (text: string) => Word | undefined {
  return (text) => words.find((known) => known === text);
}
