import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { countStoredRequests, openDatabase, readStoredRequests, type StoredRequest } from '@smart-router/usage-storage';
import type { KnownChange } from './known-changes.js';
import type { RawConfig } from './raw-config.js';
import { changedConfig } from './replay-config.js';
import { replayMonth } from './replay-month.js';
import { runProgram } from './start-program.js';

/** What a change was said to cost, and what it then did cost, in nano-USD. */
export interface ComparedChange {
  readonly change: string;
  readonly requests: number;
  readonly failed: number;
  readonly happened: number;
  readonly rehearsed: number;
  readonly replayed: number;
  readonly groups: readonly ComparedGroup[];
}

/** The same of one group. */
export interface ComparedGroup {
  readonly group: string;
  readonly happened: number;
  readonly rehearsed: number;
  readonly replayed: number;
}

/** The month and how much of it to replay. */
export interface ComparedMonth {
  /** The database that holds it. Others are made beside it and dropped. */
  readonly databaseUrl: string;
  readonly from: number;
  readonly to: number;
  readonly sample: number;
  readonly atOnce: number;
}

/** Rehearses a change by `smart-router rehearse`, and sends the same requests through a gateway that has it. */
export async function compareChange(known: KnownChange, month: ComparedMonth): Promise<ComparedChange> {
  const config = changedConfig(known);
  const rehearsed = await rehearseChange(config, month);
  const requests = await sampleOf(month);
  const databaseUrl = await createDatabase(month.databaseUrl, `replay_${known.name.replaceAll('-', '_')}`);
  const { from, atOnce } = month;
  const replayed = await replayMonth({ config, requests, databaseUrl, from, atOnce });
  await dropDatabase(month.databaseUrl, databaseUrl);
  return {
    ...{ change: known.name, requests: replayed.sent, failed: replayed.failed },
    ...{ happened: rehearsed.total.cost_nano_usd.then, rehearsed: rehearsed.total.cost_nano_usd.expected },
    replayed: replayed.costNanoUsd,
    groups: rehearsed.groups.map(({ group, cost_nano_usd: { then, expected } }) => ({
      ...{ group, happened: then, rehearsed: expected, replayed: replayed.byGroup.get(group) ?? 0 },
    })),
  };
}

interface RehearsedCost {
  readonly cost_nano_usd: { readonly then: number; readonly expected: number };
}

/** What `smart-router rehearse --format json` says, as far as it is looked at. */
interface RehearsedChange {
  readonly total: RehearsedCost;
  readonly groups: readonly (RehearsedCost & { readonly group: string })[];
}

/** Rehearses a configuration on a sample of the month. */
async function rehearseChange(config: RawConfig, month: ComparedMonth): Promise<RehearsedChange> {
  const directory = mkdtempSync(join(tmpdir(), 'rehearse-'));
  const file = join(directory, 'smart-router.yaml');
  writeFileSync(file, JSON.stringify(config));
  const instant = (at: number): string => new Date(at).toISOString();
  const range = ['--since', instant(month.from), '--until', instant(month.to), '--sample', String(month.sample)];
  const env = { DATABASE_URL: month.databaseUrl, UPSTREAM_KEY: 'none' };
  const out = await runProgram('smart-router', ['rehearse', '--config', file, ...range, '--format', 'json'], env);
  rmSync(directory, { recursive: true });
  return JSON.parse(out) as RehearsedChange; // the program's own form
}

/** The very requests that the rehearsal looked at, but for those that never came to a choice of targets. */
async function sampleOf({ databaseUrl, from, to, sample }: ComparedMonth): Promise<readonly StoredRequest[]> {
  const database = openDatabase(databaseUrl);
  const range = { since: from, until: to };
  const share = Math.min(1, sample / Math.max(1, await countStoredRequests(database, range)));
  const requests: StoredRequest[] = [];
  for await (const page of readStoredRequests(database, { ...range, share }))
    requests.push(...page.filter(({ decision }) => decision !== undefined));
  await database.destroy();
  return requests;
}

async function createDatabase(besideUrl: string, name: string): Promise<string> {
  const url = new URL(besideUrl);
  const unique = `${name}_${process.pid}`;
  await inDatabase(besideUrl, `create database ${unique}`);
  url.pathname = `/${unique}`;
  return url.href;
}

async function dropDatabase(besideUrl: string, url: string): Promise<void> {
  await inDatabase(besideUrl, `drop database ${new URL(url).pathname.slice(1)} with (force)`);
}

async function inDatabase(url: string, statement: string): Promise<void> {
  const database = openDatabase(url, { maxConnections: 1 });
  await sql.raw(statement).execute(database);
  await database.destroy();
}
