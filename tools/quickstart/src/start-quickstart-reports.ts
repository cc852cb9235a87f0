import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashPassword, openLog, readReportsConfig, startReports } from '@smart-router/admin-reports';
import { openDatabase, prepareReportsRole } from '@smart-router/usage-storage';
import type { ReportsFacts } from './greeting.js';

/** What the reports of the quickstart are told. */
interface ReportsOptions {
  readonly reportsPort: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Reports that answer. */
export interface QuickstartReports {
  readonly facts: ReportsFacts;
  close(): Promise<void>;
}

const user = 'admin';
const role = 'smart_router_reports';

/** Starts the reports beside the gateway, with a user whose password is new at every start. */
export async function startQuickstartReports(
  options: ReportsOptions,
  place: { readonly dataDirectory: string; readonly databaseUrl: string },
): Promise<QuickstartReports> {
  const password = randomBytes(12).toString('base64url');
  const text = reportsConfig(options.reportsPort, await hashPassword(password));
  await writeFile(join(place.dataDirectory, 'smart-router-reports.yaml'), text, { mode: 0o600 });
  const env = { ...options.env, DATABASE_URL: await readerUrl(options, place.databaseUrl) };
  const reading = readReportsConfig(text, { env, readFile: () => '' });
  if (!reading.ok) throw new Error(reading.problems.map(({ path, message }) => `${path}: ${message}`).join('; '));
  const log = openLog(options.env['LOG_LEVEL'] ?? 'warn');
  const reports = await startReports({ settings: reading.settings, log });
  return { facts: { url: reports.url, user, password }, close: () => reports.close() };
}

function reportsConfig(port: number, passwordHash: string): string {
  return `# Written by npm start; edited copies are welcome elsewhere, this file is overwritten.
listen: 127.0.0.1:${port}
database_url: { env: DATABASE_URL }
sign_in:
  local: { users: [{ name: ${user}, password_hash: ${passwordHash} }] }
roles:
  - { subject: 'local:${user}', domain: '*', allow: [reports:read, reports:export, reports:drilldown, security:read, keys:read, metrics:read] }
`;
}

/** In a Postgres of our own the reports get a role that cannot write usage; one that was given keeps the role it names. */
async function readerUrl(options: ReportsOptions, databaseUrl: string): Promise<string> {
  if (options.env['DATABASE_URL'] !== undefined) return databaseUrl;
  const password = randomBytes(24).toString('hex');
  const database = openDatabase(databaseUrl);
  try {
    const prepared = await prepareReportsRole(database, { role, password });
    if (!prepared.ok) throw new Error(prepared.fault.message);
  } finally {
    await database.destroy();
  }
  const url = new URL(databaseUrl);
  url.username = role;
  url.password = password;
  return url.href;
}
