import type { Fault } from '@smart-router/core';
import { maxPageRows, parseQuestion } from '../question/parse-question.js';
import { sentenceOf, type QuestionProblem } from '../question/problem.js';
import { rangeOf } from '../question/range-of.js';
import type { ReportsHouse } from '../reports-house.js';
import type { Viewer } from '../viewer.js';
import { closeCursors, openCursor } from './list-moment.js';
import type { Report, ReportAnswer, ReportContext } from './report.js';

/** A report's answer with what it was asked; or all that is wrong with the question. */
export type Asked =
  | {
      readonly ok: true;
      readonly context: ReportContext;
      readonly answer: ReportAnswer;
      readonly ignored: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly AskProblem[] };

/** What is wrong with one parameter. */
export interface AskProblem {
  readonly parameter: string | undefined;
  readonly sentence: string;
}

/** Asks a report the question of a URL, an export or a command: one way for all of them. */
export async function askReport(
  report: Report,
  asked: {
    readonly house: ReportsHouse;
    readonly viewer: Viewer;
    readonly query: URLSearchParams;
    /** The most that `limit` may be; default what a page holds. */
    readonly maxRows?: number;
  },
): Promise<Asked> {
  const { house, viewer, query, maxRows = maxPageRows } = asked;
  const now = house.now();
  const parsed = parseQuestion(query, { maxRangeMs: house.maxRangeMs, now, maxRows });
  if (!parsed.ok) return { ok: false, problems: parsed.problems.map(problemOf) };
  const { askedAt, cursor } = openCursor(parsed.question.cursor, now);
  const range = rangeOf(parsed.question, { defaultRangeMs: house.defaultRangeMs, now: askedAt });
  const context: ReportContext = { house, viewer, question: { ...parsed.question, cursor }, range };
  const answer = await report.load(context);
  if (!answer.ok) return { ok: false, problems: [problemOfFault(answer.fault)] };
  return { ok: true, context, answer: closeCursors(answer.value, askedAt), ignored: parsed.ignored };
}

function problemOf(problem: QuestionProblem): AskProblem {
  return { parameter: problem.parameter, sentence: sentenceOf(problem) };
}

function problemOfFault({ message, details }: Fault): AskProblem {
  return { parameter: details.param, sentence: message };
}
