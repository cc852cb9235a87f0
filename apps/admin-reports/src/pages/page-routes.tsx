import type { Express, Request, RequestHandler } from 'express';
import type { Guard } from '../guard.js';
import { queryOf } from '../query-of.js';
import type { ReportsHouse } from '../reports-house.js';
import { allReports } from '../reports/all-reports.js';
import { askReport } from '../reports/ask-report.js';
import { pathOf } from '../reports/path-of.js';
import type { Report } from '../reports/report.js';
import { sendPage } from '../shell/send-page.js';
import { signedIn } from '../signed-in.js';
import { themeOf, type PageFrame } from './frame.js';
import { ProblemPage } from './problem-page.js';
import { ReportPage } from './report-page.js';

/** The pages of all reports. */
export function addPageRoutes(app: Express, house: ReportsHouse, guard: Guard): void {
  for (const report of allReports)
    app.get(pathOf(report), guard.require(report.permission), answerPage(report, house, guard));
}

function answerPage(report: Report, house: ReportsHouse, guard: Guard): RequestHandler {
  return async (request, response) => {
    const frame = frameOf(request, house, guard);
    const asked = await askReport(report, { house, viewer: frame.viewer, query: queryOf(request) });
    if (!asked.ok) {
      const sentences = asked.problems.map(({ sentence }) => sentence);
      return sendPage(response, <ProblemPage {...{ frame, sentences, title: report.title }} />, 400);
    }
    const { context, answer, ignored } = asked;
    sendPage(response, <ReportPage {...{ frame, report, context, answer, ignored }} />);
  };
}

/** What is around the page that a request asks for. */
export function frameOf(request: Request, house: ReportsHouse, guard: Guard): PageFrame {
  return {
    assets: house.assets,
    viewer: signedIn(guard, request),
    theme: themeOf(queryOf(request), request.get('cookie')),
    path: request.path,
  };
}
