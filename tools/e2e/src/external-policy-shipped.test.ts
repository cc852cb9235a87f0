import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase, waitFor } from '@smart-router/dev-services';
import { startSimulatedProvider, type SimulatedProvider } from '@smart-router/simulated-provider';
import { migrate, openDatabase } from '@smart-router/usage-storage';
import { bundleGateway, startGatewayProcess, type GatewayProcess } from './gateway-process.js';
import { startPolicyService, type PolicyService } from './policy-service.js';
import { issuer, simulatorKey } from './start-stack.js';
import { targetConfig } from './target-config.js';

let folder: string;
let provider: SimulatedProvider;
let service: PolicyService;
let database: Awaited<ReturnType<typeof testDatabase>>;
let token: string;
let env: Record<string, string>;

beforeAll(async () => {
  await bundleGateway();
  folder = mkdtempSync(join(tmpdir(), 'smart-router-policy-'));
  provider = await startSimulatedProvider({ key: simulatorKey });
  service = await startPolicyService((response) => void response.end('{"target":1}'));
  database = await testDatabase();
  const connection = openDatabase(database.url);
  await migrate(connection);
  token = await issuer(connection)({ user: 'alice', allow: ['*'] });
  await connection.destroy();
  env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: database.url, SIMULATOR_KEY: simulatorKey };
});
afterAll(async () => {
  await provider.close();
  await service.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** Writes the configuration in one step, as a deployment does. */
function writeConfig(external: object): string {
  const targets = [
    { dialect: 'openai-chat', model: 'sim-ok+one' },
    { dialect: 'openai-chat', model: 'sim-ok+two' },
  ] as const;
  const shared = { url: `${service.url}/route`, allow_hosts: ['127.0.0.1'], timeout_ms: 5_000 };
  const options = { strategy: 'external', external: { ...shared, ...external } };
  const places = { simulatorUrl: provider.url, spoolDirectory: join(folder, 'spool') };
  const file = join(folder, 'smart-router.yaml');
  writeFileSync(`${file}.next`, targetConfig([{ name: 'chosen', targets, options }], places));
  renameSync(`${file}.next`, file);
  return file;
}

async function ask({ url }: GatewayProcess) {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'chosen', messages: [{ role: 'user', content: 'Hello' }] }),
  });
  await answer.text();
  const { headers } = answer;
  return { target: headers.get('x-router-target'), requestId: headers.get('x-request-id') ?? '' };
}

it('goes from shadow to enforce without a restart, keeps to the last good settings, and tells all before it ends', async () => {
  const lines: string[] = [];
  const configFile = writeConfig({ mode: 'shadow' });
  const gateway = await startGatewayProcess({ configFile, env, onLine: (line) => lines.push(line) });
  await waitFor(async () => (await fetch(`${gateway.url}/readyz`)).ok);
  expect(await ask(gateway)).toMatchObject({ target: 'chosen-1/simulated' });
  await waitFor(() => service.asked.length > 0);

  writeConfig({ mode: 'enforce', feedback: { enabled: true } });
  await waitFor(async () => (await ask(gateway)).target === 'chosen-2/simulated', { what: 'the mode enforce' });

  writeConfig({ url: 'https://policy.example/route' });
  const refusal = await waitFor(() => lines.find((line) => line.includes('configuration not reloaded')));
  expect(refusal).toContain('model_groups.chosen.external.url: the host should be one of allow_hosts');

  const last = await ask(gateway);
  expect(last.target).toBe('chosen-2/simulated');
  expect(await gateway.stop()).toBe(0);
  expect(service.asked.map(({ headers }) => headers['idempotency-key'])).toContain(last.requestId);
});
