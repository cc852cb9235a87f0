import { errorsReport } from './errors-report.js';
import { overviewReport } from './overview-report.js';
import { performanceReport } from './performance-report.js';
import type { Report } from './report.js';
import { requestsReport } from './requests-report.js';
import { usageReport } from './usage-report.js';

/** Every report, in the order of the navigation. */
export const allReports: readonly Report[] = [
  overviewReport,
  usageReport,
  requestsReport,
  performanceReport,
  errorsReport,
];

/** The report of this name. */
export function findReport(name: string): Report | undefined {
  return allReports.find((report) => report.name === name);
}
