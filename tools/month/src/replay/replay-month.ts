import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { waitFor } from '@smart-router/dev-services';
import { startSimulatedProvider } from '@smart-router/simulated-provider';
import { createKeyAdmin, migrate, openDatabase, type StoredRequest } from '@smart-router/usage-storage';
import { drawsFrom } from '../draws.js';
import { incidentsOf } from '../incidents.js';
import type { RawConfig } from './raw-config.js';
import { replayConfig } from './replay-config.js';
import { requestBody } from './request-body.js';
import { fateOf } from './request-fate.js';
import { startProgram } from './start-program.js';

/** What the gateway's ledger says that requests cost, in nano-USD, and how they went. */
export interface ReplayedCost {
  readonly sent: number;
  readonly failed: number;
  readonly costNanoUsd: number;
  readonly byGroup: ReadonlyMap<string, number>;
}

/** What to replay, and where. */
export interface Replay {
  readonly config: RawConfig;
  readonly requests: readonly StoredRequest[];
  /** An empty database for the gateway's ledger. */
  readonly databaseUrl: string;
  /** The beginning of the month. */
  readonly from: number;
  readonly atOnce: number;
}

const upstreamKey = 'sk-replayed-upstream';

/** Sends requests through a gateway in a process of its own to the simulated provider, and reads what they cost. */
export async function replayMonth({ config, requests, databaseUrl, from, atOnce }: Replay): Promise<ReplayedCost> {
  const directory = mkdtempSync(join(tmpdir(), 'replay-'));
  const database = openDatabase(databaseUrl);
  await migrate(database);
  const token = await issueToken(database);
  const provider = await startSimulatedProvider({ key: upstreamKey });
  const file = join(directory, 'smart-router.yaml');
  const places = { providerUrl: provider.url, spoolDirectory: join(directory, 'spool') };
  writeFileSync(file, JSON.stringify(replayConfig(config, places)));
  const gateway = await startProgram('smart-router', ['serve', '--config', file], {
    ...{ DATABASE_URL: databaseUrl, UPSTREAM_KEY: upstreamKey },
  });
  try {
    await waitFor(async () => (await fetch(`${gateway.url}/readyz`)).ok, { what: 'a gateway that is ready' });
    const world = { incidents: incidentsOf(from), draws: drawsFrom(from) };
    const targets = targetsOf(config);
    const queue = requests[Symbol.iterator]();
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const request of queue) {
          const { path, body } = requestBody(request, fateOf(request, targets, world));
          await ask(`${gateway.url}${path}`, { token, body });
        }
      }),
    );
    return await readCost(database, requests.length);
  } finally {
    await gateway.stop();
    await provider.close();
    await database.destroy();
    rmSync(directory, { recursive: true, force: true });
  }
}

function targetsOf({ providers }: RawConfig): readonly string[] {
  return Object.entries(providers).flatMap(([name, { models }]) => Object.keys(models).map((ref) => `${name}/${ref}`));
}

async function issueToken(database: ReturnType<typeof openDatabase>): Promise<string> {
  const issued = await createKeyAdmin(database).issue(
    {
      ...{ organization: 'northwind', user: 'replay', project: 'replay', environment: 'test', owners: 'create' },
      ...{ allow: ['*'], grants: [], labels: [], expiresAt: undefined, limits: undefined, shape: undefined },
    },
    { actor: 'replay' },
  );
  if (!issued.ok) throw new Error(issued.fault.message);
  return issued.value.token;
}

async function ask(url: string, { token, body }: { readonly token: string; readonly body: string }): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body });
  const text = await answer.text();
  // Providers may fail, as they did in the month; a request that is wrong would be a mistake of this tool.
  if (answer.status < 500 && !answer.ok) throw new Error(`the gateway refused a replayed request: ${text}`);
}

async function readCost(database: ReturnType<typeof openDatabase>, sent: number): Promise<ReplayedCost> {
  const rows = await waitFor(
    async () => {
      const { rows: groups } = await sql<{ group: string; requests: number; failed: number; cost: number }>`
        select resolved_group as group, count(*)::int as requests, count(*) filter (where status >= 400)::int as failed,
          coalesce(sum(cost_nano_usd), 0)::float8 as cost
        from request_usage group by 1`.execute(database);
      return groups.reduce((sum, { requests }) => sum + requests, 0) >= sent && groups;
    },
    { everyMs: 200, what: `${sent} rows of the replay` },
  );
  return {
    sent,
    failed: rows.reduce((sum, { failed }) => sum + failed, 0),
    costNanoUsd: rows.reduce((sum, { cost }) => sum + cost, 0),
    byGroup: new Map(rows.map(({ group, cost }) => [group, cost])),
  };
}
