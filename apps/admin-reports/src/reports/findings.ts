import type { Measures } from '@smart-router/usage-storage';
import { usageFigures, type FigureName } from '../figures/usage-figures.js';
import { shownUsd } from '../format/format-money.js';
import { shownCount, shownShare } from '../format/format-number.js';
import { shownDuration } from '../format/format-time.js';
import { plainQuestion, type Question } from '../question/question.js';
import { hrefOf } from '../question/write-question.js';
import type { Finding } from './report.js';
import { changeOf } from './usage-table.js';

/** Fewer than this are no pattern. */
const leastRequests = 20n;
const largeFailedShare = 0.02;
const largeRefusedShare = 0.05;
const largeFallbackShare = 0.05;
/** Half as much again as in the period before. */
const largeGrowth = 0.5;

/** What fixed rules find in the numbers of a range and of the period before, worst first. */
export function findingsOf(
  question: Question,
  totals: { readonly now: Measures; readonly before: Measures | undefined },
): readonly Finding[] {
  const { now, before } = totals;
  if ((now['requests'] ?? 0n) < leastRequests) return [];
  const here: Question = { ...plainQuestion, period: question.period, filter: question.filter };
  return [
    ...failures(here, now, before),
    ...slowness(here, now, before),
    ...spending(here, now, before),
    ...refusals(here, now),
    ...fallbacks(here, now),
    ...unpriced(here, now),
  ];
}

type Rule = (question: Question, now: Measures, before?: Measures) => readonly Finding[];

const failures: Rule = (question, now, before) => {
  const share = numberOf(now, 'error_share');
  if (share === undefined || share < largeFailedShare) return [];
  const past = before && numberOf(before, 'error_share');
  const was = past === undefined ? '' : `, ${shownShare(past)} in the period before`;
  const text = `${shownShare(share)} of requests failed${was}`;
  return [{ severity: 'bad', text, href: hrefOf('/errors', question) }];
};

const slowness: Rule = (question, now, before) => {
  const [p95, past] = [numberOf(now, 'latency_p95_ms'), before && numberOf(before, 'latency_p95_ms')];
  const growth = changeOf(p95, past);
  if (p95 === undefined || past === undefined || growth === undefined || growth < largeGrowth) return [];
  const text = `The slowest twentieth takes ${shownDuration(p95)} or more, ${shownDuration(past)} in the period before`;
  return [{ severity: 'notice', text, href: hrefOf('/performance', question) }];
};

const spending: Rule = (question, now, before) => {
  const [cost, past] = [now['cost_nano_usd'] ?? 0n, before?.['cost_nano_usd']];
  const growth = changeOf(cost, past);
  if (past === undefined || growth === undefined || growth < largeGrowth) return [];
  const text = `Cost rose from ${shownUsd(past)} to ${shownUsd(cost)}`;
  return [{ severity: 'notice', text, href: hrefOf('/usage', { ...question, compare: 'before' }) }];
};

const refusals: Rule = (question, now) => {
  const share = Number(now['refused'] ?? 0n) / Number(now['requests'] ?? 1n);
  if (share < largeRefusedShare) return [];
  const text = `${shownShare(share)} of requests were refused: limits, rights or faulty requests`;
  return [{ severity: 'notice', text, href: hrefOf('/errors', question) }];
};

const fallbacks: Rule = (question, now) => {
  const share = numberOf(now, 'fallback_share');
  if (share === undefined || share < largeFallbackShare) return [];
  const text = `${shownShare(share)} of requests needed another target than the first`;
  return [{ severity: 'notice', text, href: hrefOf('/errors', question) }];
};

const unpriced: Rule = (question, now) => {
  const count = now['unpriced'] ?? 0n;
  if (count === 0n) return [];
  const filter = { ...question.filter, 'cost-basis': ['unpriced'] };
  const text = `${shownCount(count)} requests have no price, so costs are larger than shown`;
  return [
    {
      severity: 'notice',
      text,
      href: hrefOf('/usage', { ...question, filter, groupBy: ['model'], order: 'requests' }),
    },
  ];
};

function numberOf(measures: Measures, name: FigureName): number | undefined {
  const cell = usageFigures[name].of(measures);
  return typeof cell === 'number' || typeof cell === 'bigint' ? Number(cell) : undefined;
}
