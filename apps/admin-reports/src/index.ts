export { reportsConfigSchema } from './config/reports-config-schema.js';
export { readReportsConfig, type ReportsConfigReading } from './config/read-reports-config.js';
export type { ReportsSettings } from './config/reports-settings.js';
export { openLog } from './reports-log.js';
export { hashPassword } from './sign-in/password-hash.js';
export { startReports, type RunningReports, type StartOptions } from './start-reports.js';
