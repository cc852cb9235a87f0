import { writeDuration } from './duration-text.js';
import { dimensions } from './parse-question.js';
import { writePrice } from './price-text.js';
import type { BaselineChoice, Period, Question } from './question.js';
import { writeTime } from './time-text.js';
import { writeValue } from './value-text.js';

type Pair = readonly [string, string];

/** The one way to write a question as parameters of a URL; `''` for the plain question. */
export function writeQuestion(question: Question): string {
  const pairs: readonly Pair[] = [
    ...periodPairs(question.period),
    ...(question.groupBy.length === 0 ? [] : [['group-by', question.groupBy.join(',')] as const]),
    ...dimensions.flatMap((name) => (question.filter[name] ?? []).map((value) => [name, writeValue(value)] as const)),
    ...present('requested-model', question.requestedModel),
    ...present('token', question.tokenId),
    ...present('client-request', question.clientRequestId),
    ...question.only.map((only) => ['only', only] as const),
    ...baselinePairs(question.baseline),
    ...present('compare', question.compare),
    ...present('order', question.order),
    ...present('direction', question.direction),
    ...present('limit', question.limit),
    ...present('cursor', question.cursor),
  ];
  return new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
}

/** A path with a question; the question mark only where there is one. */
export function hrefOf(path: string, question: Question): string {
  const query = writeQuestion(question);
  return query === '' ? path : `${path}?${query}`;
}

function periodPairs(period: Period | undefined): readonly Pair[] {
  if (period === undefined) return [];
  if (period.kind === 'since') return [['since', writeDuration(period.sinceMs)]];
  const end: readonly Pair[] = period.to === undefined ? [] : [['to', writeTime(period.to)]];
  return [['from', writeTime(period.from)], ...end];
}

function baselinePairs(baseline: BaselineChoice | undefined): readonly Pair[] {
  if (baseline === undefined) return [];
  if (baseline.kind === 'named') return [['baseline', baseline.id]];
  return [
    ['baseline', 'custom'],
    ['baseline-input', writePrice(baseline.inputMicroUsdPerMillion)],
    ['baseline-output', writePrice(baseline.outputMicroUsdPerMillion)],
  ];
}

function present(name: string, value: string | number | undefined): readonly Pair[] {
  return value === undefined ? [] : [[name, String(value)]];
}
