import { appendFileSync } from 'node:fs';
import type { OutageReport } from './play-outage.js';

/** Hands a report to the tool that writes docs/degraded-modes.md; in an ordinary test run there is none. */
export function keepReport(report: OutageReport): void {
  const file = process.env['SMART_ROUTER_OUTAGE_REPORTS'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(report)}\n`);
}
