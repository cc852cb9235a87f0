import type { Report } from './report.js';

/** The page of a report; the overview is the first page. */
export function pathOf({ name }: Pick<Report, 'name'>): string {
  return name === 'overview' ? '/' : `/${name}`;
}
