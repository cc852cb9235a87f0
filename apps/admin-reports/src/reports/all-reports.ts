import { errorsReport } from './errors-report.js';
import { keysReport } from './keys-report.js';
import { limitsReport } from './limits-report.js';
import { overviewReport } from './overview-report.js';
import { performanceReport } from './performance-report.js';
import { providersReport } from './providers-report.js';
import type { Report } from './report.js';
import { requestsReport } from './requests-report.js';
import { routingReport } from './routing-report.js';
import { savingsReport } from './savings-report.js';
import { securityReport } from './security-report.js';
import { shapingReport } from './shaping-report.js';
import { stateReport } from './state-report.js';
import { usageReport } from './usage-report.js';

/** Every report, in the order of the navigation. */
export const allReports: readonly Report[] = [
  overviewReport,
  usageReport,
  savingsReport,
  requestsReport,
  performanceReport,
  errorsReport,
  providersReport,
  routingReport,
  shapingReport,
  limitsReport,
  keysReport,
  securityReport,
  stateReport,
];

/** The report of this name. */
export function findReport(name: string): Report | undefined {
  return allReports.find((report) => report.name === name);
}
