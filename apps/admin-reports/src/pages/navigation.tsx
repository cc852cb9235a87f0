import type { VNode } from 'preact';
import { plainQuestion, type Question } from '../question/question.js';
import { hrefOf } from '../question/write-question.js';
import { allReports } from '../reports/all-reports.js';
import { pathOf } from '../reports/path-of.js';
import type { Report } from '../reports/report.js';
import { isSomewhere } from '../reports/scopes.js';
import type { PageFrame } from './frame.js';

const sections: readonly Report['section'][] = ['Usage', 'Operations', 'Administration'];

/** The pages a viewer may open, in sections. The period and the filters go along. */
export function Navigation(props: { readonly frame: PageFrame; readonly question: Question }): VNode {
  const { frame, question } = props;
  const kept: Question = { ...plainQuestion, period: question.period, filter: question.filter };
  const open = allReports.filter(({ permission }) => isSomewhere(frame.viewer.scopeFor(permission)));
  return (
    <nav class="pages" aria-label="Pages">
      {sections
        .map((section) => ({ section, reports: open.filter((report) => report.section === section) }))
        .filter(({ reports }) => reports.length > 0)
        .map(({ section, reports }) => (
          <div class="nav-section">
            <h2 id={`nav-${section.toLowerCase()}`}>{section}</h2>
            <ul aria-labelledby={`nav-${section.toLowerCase()}`}>
              {reports.map((report) => (
                <li>
                  <a
                    href={hrefOf(pathOf(report), report.controls.hasPeriod ? kept : plainQuestion)}
                    aria-current={isCurrent(report, frame.path) ? 'page' : undefined}
                  >
                    {report.title}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
    </nav>
  );
}

/** A single request belongs to the list of requests. */
function isCurrent(report: Report, path: string): boolean {
  const own = pathOf(report);
  return path === own || (own !== '/' && path.startsWith(`${own}/`));
}
