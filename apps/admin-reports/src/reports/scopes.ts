import type { Scope } from '@smart-router/usage-storage';
import { hrefOf } from '../question/write-question.js';
import type { Question } from '../question/question.js';
import type { ReportContext } from './report.js';

/** Whether a scope holds anything. */
export function isSomewhere(scope: Scope): boolean {
  return scope === 'everything' || scope.length > 0;
}

/** Whether the viewer may see single requests somewhere; lists show only those they may. */
export function canDrill({ viewer }: Pick<ReportContext, 'viewer'>): boolean {
  return isSomewhere(viewer.scopeFor('reports:drilldown'));
}

/** The list of the requests that a page is about, for whoever may see it. */
export function requestsHref(context: ReportContext, change: Partial<Question> = {}): string | undefined {
  if (!canDrill(context)) return undefined;
  const ofPage = { groupBy: [], order: undefined, direction: undefined, cursor: undefined, compare: undefined };
  return hrefOf('/requests', { ...context.question, ...ofPage, baseline: undefined, limit: undefined, ...change });
}
