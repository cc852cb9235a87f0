import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@smart-router/config';
import { startRedis, waitFor, type Service } from '@smart-router/dev-services';
import { openLog, startGateway, type Gateway } from '@smart-router/gateway';
import { runKeysCli } from '@smart-router/keys-cli';
import { simulatorKey, startStackWith, type Stack, type StackPlaces } from './start-stack.js';
import { targetConfig } from './target-config.js';

/** Two replicas over one Redis, one Postgres and one provider, and the operator's command line. */
export interface OwnerStack {
  readonly stack: Stack;
  readonly replicas: readonly [Gateway, Gateway];
  readonly redis: Service;
  /** What `smart-router-keys` says to these words, which must be a success: its JSON. */
  keys(line: string): Promise<Readonly<Record<string, unknown>>>;
  close(): Promise<void>;
}

/** Starts everything; every request asks the group `plain`. */
export async function startOwnerStack(): Promise<OwnerStack> {
  const directory = mkdtempSync(join(tmpdir(), 'smart-router-owners-'));
  const redis = await startRedis({ directory });
  const env = { REDIS_URL: redis.url };
  let places: StackPlaces | undefined;
  const stack = await startStackWith((found) => configOf((places = found)), { env });
  const second = await startReplica(
    { simulatorUrl: places?.simulatorUrl ?? '', spoolDirectory: join(directory, 'spool') },
    { ...env, DATABASE_URL: stack.databaseUrl, SIMULATOR_KEY: simulatorKey },
  );
  const replicas = [stack.gateway, second] as const;
  for (const replica of replicas) await waitFor(() => isWhole(replica), { what: 'a replica to find Redis and keys' });
  return {
    stack,
    replicas,
    redis,
    keys: (line) => runKeys(line, stack.databaseUrl),
    async close() {
      redis.resume();
      await second.close();
      await stack.close();
      await redis.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function configOf(places: StackPlaces): string {
  const plain = { name: 'plain', targets: [{ dialect: 'openai-chat', model: 'sim-ok:tokens-20' }] } as const;
  const config = JSON.parse(targetConfig([plain], places, { admin_listen: '127.0.0.1:0' })) as object; // it wrote an object
  const state = { redis_url: { env: 'REDIS_URL' }, command_timeout_ms: 2000 };
  return JSON.stringify({ ...config, state, defaults: { caller_limits: { soft_percent: 80 } } });
}

async function startReplica(places: StackPlaces, env: Readonly<Record<string, string>>): Promise<Gateway> {
  const config = readConfig(configOf(places), env);
  if (!config.ok) throw new Error(config.problems.map((problem) => `${problem.path}: ${problem.message}`).join('\n'));
  return startGateway({ catalog: config.catalog, log: openLog('silent') });
}

async function isWhole(replica: Gateway): Promise<boolean> {
  const answer = await fetch(`${replica.url}/readyz`);
  const { degraded } = (await answer.json()) as { readonly degraded: readonly string[] }; // our own probe
  return answer.ok && degraded.length === 0;
}

async function runKeys(line: string, databaseUrl: string): Promise<Readonly<Record<string, unknown>>> {
  let [out, err] = ['', ''];
  const code = await runKeysCli([...line.split(' '), '--format', 'json'], {
    env: { DATABASE_URL: databaseUrl, USER: 'operator' },
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
    isTerminal: false,
    now: () => Date.now(),
  });
  if (code !== 0) throw new Error(`"${line}" ended with ${code}: ${err}`);
  return JSON.parse(out) as Readonly<Record<string, unknown>>; // every command but list prints an object
}
