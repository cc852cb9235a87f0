import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres, waitFor } from '@smart-router/dev-services';
import { policiesConfig, policyFiles } from './policies-config.js';
import { prepareDatabase } from './prepare-database.js';
import { startProgram } from './programs.js';

// What a policy costs a request, and what broken policies cost the requests of other groups, in one run:
//   node tools/build/bundle.mjs && node tools/bench/dist/policies.mjs [--rounds 5] [--requests 400]

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, requests: { type: 'string', default: '400' } },
});
const connections = 4;
const simulatorKey = 'sk-simulated';

/** Who is measured, and which group is asked without a pause beside it. */
const contenders = [
  { name: 'no policy', group: 'plain', beside: 'plain' },
  { name: 'a policy', group: 'good', beside: 'plain' },
  { name: 'no policy, beside one that throws', group: 'plain', beside: 'throws' },
  { name: 'no policy, beside one that loops', group: 'plain', beside: 'loops' },
  { name: 'no policy, beside one that allocates', group: 'plain', beside: 'allocates' },
] as const;

const directory = mkdtempSync(join(tmpdir(), 'smart-router-policies-'));
const [postgres, simulator] = await Promise.all([
  startPostgres({ directory: join(directory, 'postgres'), durability: 'none' }),
  startProgram({
    ...{ bundle: 'tools/simulated-provider/dist/simulated-provider.mjs', args: ['--port', '0'], env: {} },
    ...{ output: 'stdout', ready: /simulated provider at/ },
  }),
]);
const token = await prepareDatabase(postgres.url);
const gateway = await startGateway();
const latencyMs = new Map<string, number[]>();
try {
  for (const { group, beside } of contenders) await measure(group, { requests: 100, beside }); // warms up
  for (let round = 0; round < Number(values.rounds); round += 1)
    for (const { name, group, beside } of contenders) {
      const taken = await measure(group, { requests: Number(values.requests), beside });
      latencyMs.set(name, [...(latencyMs.get(name) ?? []), ...taken]);
    }
  report();
} finally {
  await Promise.all([gateway.program.stop(), simulator.stop()]);
  await postgres.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function startGateway() {
  mkdirSync(join(directory, 'policies'));
  for (const [name, text] of Object.entries(policyFiles)) writeFileSync(join(directory, 'policies', name), text);
  const configFile = join(directory, 'smart-router.yaml');
  const simulatorUrl = /http:\S+/.exec(simulator.line)?.[0] ?? '';
  writeFileSync(configFile, policiesConfig({ simulatorUrl, spoolDirectory: join(directory, 'spool') }));
  const program = await startProgram({
    ...{ bundle: 'apps/gateway/dist/smart-router.mjs', args: ['serve', '--config', configFile] },
    env: { DATABASE_URL: postgres.url, SIMULATOR_KEY: simulatorKey },
    ...{ output: 'stderr', ready: /"msg":"ready"/ },
  });
  const { url } = JSON.parse(program.line) as { url: string }; // the line of `serve`
  await waitFor(async () => (await fetch(`${url}/readyz`)).ok && (await ask(url, 'plain')) === 200);
  return { url, program };
}

async function ask(url: string, model: string): Promise<number> {
  const body = JSON.stringify({ model, max_tokens: 64, messages: [{ role: 'user', content: 'Hello' }] });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body });
  await response.text();
  return response.status;
}

/** How long requests of a group take while another group is asked without a pause. */
async function measure(
  group: string,
  { requests, beside }: { readonly requests: number; readonly beside: string },
): Promise<readonly number[]> {
  const taken: number[] = [];
  let left = requests;
  let isOver = false;
  const caller = async (): Promise<void> => {
    while ((left -= 1) >= 0) {
      const start = performance.now();
      const status = await ask(gateway.url, group);
      if (status !== 200) throw new Error(`a request of ${group} should be answered 200, got ${status}`);
      taken.push(performance.now() - start);
    }
  };
  const disturber = async (): Promise<void> => {
    while (!isOver) await ask(gateway.url, beside);
  };
  const disturbing = disturber();
  await Promise.all(Array.from({ length: connections }, caller));
  isOver = true;
  await disturbing;
  return taken;
}

function report(): void {
  const [first] = contenders;
  const at = (name: string, share: number): number =>
    latencyMs.get(name)?.toSorted((left, right) => left - right)[
      Math.floor((latencyMs.get(name)?.length ?? 0) * share)
    ] ?? NaN;
  const rows = contenders.map(({ name }) => {
    const cells = [0.5, 0.99].flatMap((share) => [at(name, share), at(name, share) / at(first.name, share)]);
    return `| ${name} | ${cells.map((cell) => cell.toFixed(2)).join(' | ')} |`;
  });
  process.stdout.write(
    [
      '| requests of a group with | p50 ms | ratio | p99 ms | ratio |',
      '| --- | --: | --: | --: | --: |',
      ...rows,
      '',
    ].join('\n'),
  );
}
