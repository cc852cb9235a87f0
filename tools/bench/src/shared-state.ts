import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres, startRedis, waitFor } from '@smart-router/dev-services';
import { prepareDatabase } from './prepare-database.js';
import { startProgram, type Program } from './programs.js';
import { sharedStateConfig } from './shared-state-config.js';

// What limits in Redis cost a request, against limits in memory, in one run:
//   node tools/build/bundle.mjs && node tools/bench/dist/shared-state.mjs [--rounds 5] [--requests 1000]

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, requests: { type: 'string', default: '1000' } },
});
const connections = 16;
const simulatorKey = 'sk-simulated';
const states = ['memory', 'redis'] as const;

/** A gateway under measurement. */
interface Contender {
  readonly state: (typeof states)[number];
  readonly url: string;
  readonly adminUrl: string;
  readonly program: Program;
  readonly cpuMicros: number[];
  readonly latencyMs: number[];
}

const directory = mkdtempSync(join(tmpdir(), 'smart-router-shared-state-'));
const [postgres, redis, simulator] = await Promise.all([
  startPostgres({ directory: join(directory, 'postgres'), durability: 'none' }),
  startRedis({ directory: join(directory, 'redis') }),
  startProgram({
    ...{ bundle: 'tools/simulated-provider/dist/simulated-provider.mjs', args: ['--port', '0'], env: {} },
    ...{ output: 'stdout', ready: /simulated provider at/ },
  }),
]);
const token = await prepareDatabase(postgres.url);
const contenders = await Promise.all(states.map(startContender));
try {
  for (const contender of contenders) await measure(contender, 300); // warms up
  for (const contender of contenders) contender.cpuMicros.length = contender.latencyMs.length = 0;
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const contender of contenders) await measure(contender, Number(values.requests));
  }
  report();
} finally {
  await Promise.all([...contenders.map(({ program }) => program.stop()), simulator.stop()]);
  await Promise.all([postgres.stop(), redis.stop()]);
  rmSync(directory, { recursive: true, force: true });
}

async function startContender(state: Contender['state']): Promise<Contender> {
  const config = join(directory, `${state}.json`);
  const simulatorUrl = simulator.line.split(' ').at(-1) ?? '';
  writeFileSync(config, sharedStateConfig({ simulatorUrl, spoolDirectory: join(directory, `spool-${state}`), state }));
  const program = await startProgram({
    ...{ bundle: 'apps/gateway/dist/smart-router.mjs', args: ['serve', '--config', config] },
    env: { DATABASE_URL: postgres.url, REDIS_URL: redis.url, SIMULATOR_KEY: simulatorKey },
    ...{ output: 'stderr', ready: /"msg":"ready"/ },
  });
  const { url, admin_url: adminUrl } = JSON.parse(program.line) as { url: string; admin_url: string }; // the line of `serve`
  await waitFor(async () => {
    const { degraded } = (await (await fetch(`${url}/readyz`)).json()) as { degraded: readonly string[] }; // its own probe
    return degraded.length === 0 && (await ask(url)).ok;
  });
  return { state, url, adminUrl, program, cpuMicros: [], latencyMs: [] };
}

async function ask(url: string): Promise<Response> {
  const body = JSON.stringify({ model: 'bench', max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body });
  await response.text();
  return response;
}

async function measure({ url, adminUrl, cpuMicros, latencyMs }: Contender, requests: number): Promise<void> {
  const before = await cpuSeconds(adminUrl);
  let left = requests;
  const caller = async (): Promise<void> => {
    while ((left -= 1) >= 0) {
      const start = performance.now();
      const { status } = await ask(url);
      if (status !== 200) throw new Error(`a request should be answered 200, got ${status}`);
      latencyMs.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: connections }, caller));
  cpuMicros.push(((await cpuSeconds(adminUrl)) - before) * (1e6 / requests));
}

async function cpuSeconds(adminUrl: string): Promise<number> {
  const text = await (await fetch(`${adminUrl}/metrics`)).text();
  return Number(/^smart_router_process_process_cpu_seconds_total (\S+)/m.exec(text)?.[1]);
}

function report(): void {
  const [memory, shared] = contenders;
  if (memory === undefined || shared === undefined) throw new Error('there should be two contenders');
  const median = (samples: readonly number[]) =>
    samples.toSorted((left, right) => left - right)[Math.floor(samples.length / 2)] ?? NaN;
  const row = (name: string, of: (contender: Contender) => number) =>
    `| ${name} | ${of(memory).toFixed(2)} | ${of(shared).toFixed(2)} | ${(of(shared) / of(memory)).toFixed(2)} |`;
  const lines = [
    '| of a request | memory | redis | ratio |',
    '| ------------ | -----: | ----: | ----: |',
    row('CPU of the gateway, µs', ({ cpuMicros }) => median(cpuMicros)),
    row(`latency at ${connections} connections, ms`, ({ latencyMs }) => median(latencyMs)),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
