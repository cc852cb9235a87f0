import { join } from 'node:path';
import { waitFor } from '@smart-router/dev-services';
import { startGatewayProcess, type GatewayProcess } from './gateway-process.js';
import { startPolicyService, type PolicyService } from './policy-service.js';
import { openProgramPlace, type ProgramPlace } from './program-place.js';
import { targetConfig } from './target-config.js';

let place: ProgramPlace;
let service: PolicyService;

beforeAll(async () => {
  place = await openProgramPlace();
  service = await startPolicyService((response) => void response.end('{"target":1}'));
});
afterAll(async () => {
  await place.close();
  await service.close();
});

function writeConfig(external: object): string {
  const targets = [
    { dialect: 'openai-chat', model: 'sim-ok+one' },
    { dialect: 'openai-chat', model: 'sim-ok+two' },
  ] as const;
  const shared = { url: `${service.url}/route`, allow_hosts: ['127.0.0.1'], timeout_ms: 5_000 };
  const options = { strategy: 'external', external: { ...shared, ...external } };
  const places = { simulatorUrl: place.providerUrl, spoolDirectory: join(place.folder, 'spool') };
  return place.write('smart-router.yaml', targetConfig([{ name: 'chosen', targets, options }], places));
}

async function ask({ url }: GatewayProcess) {
  const headers = await place.ask(url, 'chosen');
  return { target: headers.get('x-router-target'), requestId: headers.get('x-request-id') ?? '' };
}

it('goes from shadow to enforce without a restart, keeps to the last good settings, and tells all before it ends', async () => {
  const lines: string[] = [];
  const configFile = writeConfig({ mode: 'shadow' });
  const gateway = await startGatewayProcess({ configFile, env: place.env, onLine: (line) => lines.push(line) });
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
