import type { Express, RequestHandler, Response } from 'express';
import type { Guard } from '../guard.js';
import { dimensions, maxPageRows, parseQuestion } from '../question/parse-question.js';
import { sentenceOf } from '../question/problem.js';
import { rangeOf } from '../question/range-of.js';
import { writeValue } from '../question/value-text.js';
import { queryOf } from '../query-of.js';
import type { ReportsHouse } from '../reports-house.js';
import { allReports } from '../reports/all-reports.js';
import { askReport, type AskProblem } from '../reports/ask-report.js';
import type { Report } from '../reports/report.js';
import { signedIn } from '../signed-in.js';
import { answerJson } from './answer-json.js';
import { writeJson, type JsonValue } from './write-json.js';

/** Every report as JSON below `/api/v1/`, with the same parameters and rights as its page. */
export function addApiRoutes(app: Express, house: ReportsHouse, guard: Guard): void {
  for (const report of allReports)
    app.get(`/api/v1/${report.name}`, guard.require(report.permission), answerApi(report, house, guard));
  app.get('/api/v1/values', guard.require('reports:read'), answerValues(house, guard));
}

function answerApi(report: Report, house: ReportsHouse, guard: Guard): RequestHandler {
  return async (request, response) => {
    const viewer = signedIn(guard, request);
    const asked = await askReport(report, { house, viewer, query: queryOf(request) });
    if (!asked.ok) return sendProblems(response, asked.problems);
    sendJson(response, answerJson(report, asked.answer, asked.context.range));
  };
}

/** The values of a dimension, for whoever types a filter. */
function answerValues(house: ReportsHouse, guard: Guard): RequestHandler {
  return async (request, response) => {
    const query = queryOf(request);
    const dimension = dimensions.find((name) => name === query.get('dimension'));
    if (dimension === undefined) {
      const problem = {
        parameter: 'dimension',
        value: query.get('dimension') ?? '',
        expected: `of ${dimensions.join(', ')}`,
      };
      return sendProblems(response, [{ parameter: 'dimension', sentence: sentenceOf(problem) }]);
    }
    const now = house.now();
    query.delete('dimension');
    const parsed = parseQuestion(query, { maxRangeMs: house.maxRangeMs, now, maxRows: maxPageRows });
    if (!parsed.ok) {
      const problems = parsed.problems.map((problem) => ({
        parameter: problem.parameter,
        sentence: sentenceOf(problem),
      }));
      return sendProblems(response, problems);
    }
    const range = rangeOf(parsed.question, { defaultRangeMs: house.defaultRangeMs, now });
    const scope = signedIn(guard, request).scopeFor('reports:read');
    const values = await house.reports.values({ scope, range, dimension });
    sendJson(response, { dimension, values: values.map(writeValue) });
  };
}

/** Answers with JSON, whatever the size of its integers. */
export function sendJson(response: Response, value: JsonValue, status = 200): void {
  response.status(status).type('json').send(writeJson(value));
}

function sendProblems(response: Response, problems: readonly AskProblem[]): void {
  const [first] = problems;
  const error = {
    ...{ type: 'invalid-report-filter', message: first?.sentence ?? '', param: first?.parameter ?? null },
    problems: problems.map(({ parameter, sentence }) => ({ param: parameter ?? null, message: sentence })),
  };
  sendJson(response, { error }, 400);
}
