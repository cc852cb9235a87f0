import { testDatabase } from '@smart-router/dev-services';
import { migrate, openDatabase } from '@smart-router/usage-storage';
import { sql } from 'kysely';
import type { AssetTexts } from '../assets/assets.js';
import { readReportsConfig } from '../config/read-reports-config.js';
import { openLog } from '../reports-log.js';
import { hashPassword } from '../sign-in/password-hash.js';
import { startReports } from '../start-reports.js';

/** Reports of one test's own, with a ledger of its own. */
export interface TestSite {
  readonly url: string;
  readonly databaseUrl: string;
  /** The log, line by line. */
  readonly logged: readonly string[];
  /** Asks the database. */
  query(text: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Starts reports with another configuration over the same ledger; they end with this site. */
  another(config: string, options?: SiteOptions): Promise<string>;
  close(): Promise<void>;
}

/** How a site is started. */
export interface SiteOptions {
  readonly now?: () => number;
  readonly env?: Readonly<Record<string, string>>;
  /** The browser's part; default one that does nothing. */
  readonly assets?: AssetTexts;
}

/** Ada's password at every test site. */
export const password = 'correct horse battery staple';

/** Cheap to check: tests sign in often. */
export const cheapHash = (of = password): Promise<string> => hashPassword(of, { cost: 2 ** 14 });

/** A configuration with Ada, who may see everything, and Bob, who may see nothing. */
export async function adaConfig(more = ''): Promise<string> {
  const hash = await cheapHash();
  return `listen: 127.0.0.1:0
sign_in:
  local: { users: [{ name: ada, display_name: Ada Lovelace, password_hash: ${hash} }, { name: bob, password_hash: ${hash} }] }
roles:
  - { subject: 'local:ada', domain: '*', allow: [reports:read, reports:export, reports:drilldown, security:read, keys:read, metrics:read] }
${more}`;
}

/** Starts reports over a fresh ledger. */
export async function startSite(config: string, options: SiteOptions = {}): Promise<TestSite> {
  const { url: databaseUrl, drop } = await testDatabase();
  const database = openDatabase(databaseUrl);
  await migrate(database);
  const logged: string[] = [];
  const closers: (() => Promise<void>)[] = [];
  const another = async (text: string, site: SiteOptions = options): Promise<string> => {
    const sources = { env: { DATABASE_URL: databaseUrl, ...site.env }, readFile: () => '' };
    const reading = readReportsConfig(text, sources);
    if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
    const log = openLog('info', { write: (line) => void logged.push(line) });
    const { now, assets = { script: 'void 0;', style: 'main{}' } } = site;
    const reports = await startReports({ settings: reading.settings, log, assets, ...(now ? { now } : {}) });
    closers.push(() => reports.close());
    return reports.url;
  };
  const url = await another(config);
  return {
    ...{ url, databaseUrl, logged, another },
    query: async (text) => (await sql.raw<Readonly<Record<string, unknown>>>(text).execute(database)).rows,
    close: async () => {
      await Promise.all(closers.map((close) => close()));
      await database.destroy();
      await drop();
    },
  };
}
