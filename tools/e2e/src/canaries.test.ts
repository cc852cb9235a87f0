import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { waitFor } from '@smart-router/dev-services';
import { startSimulatedProvider, type SimulatedProvider } from '@smart-router/simulated-provider';
import { program, type GatewayProcess } from './gateway-process.js';
import { simulatorKey } from './start-stack.js';
import { startTwoGateways, type TwoGateways } from './two-gateways.js';

// Replicas know after 15 s what the others saw, and this is a story of several steps.
jest.setTimeout(240_000);

/** As a step is begun, so long pass at most until what is seen counts for it. */
const slotMs = 10_000;

/** Requests of each gateway at the first step: too few for one alone to promote the canary by. */
const asksOfEach = 25;

let stable: SimulatedProvider;
let tried: SimulatedProvider;
let pair: TwoGateways;

function configOf(spoolDirectory: string): object {
  const provider = (url: string) => ({
    ...{ dialect: 'openai-chat', base_url: `${url}/v1`, models: { m: { model: 'sim-ok' } } },
    credentials: [{ id: 'main', key: { env: 'SIMULATOR_KEY' } }],
    // So that the canary is asked often enough to be judged.
    backoff: { failure: { threshold: 1_000 } },
  });
  return {
    server: { listen: '127.0.0.1:0', admin_listen: '127.0.0.1:0', organization: 'acme', response_headers: 'detailed' },
    storage: { database_url: { env: 'DATABASE_URL' }, spool: { directory: spoolDirectory } },
    providers: { stable: provider(stable.url), tried: provider(tried.url) },
    model_groups: {
      group: {
        strategy: 'weighted',
        retry: { same_target: 0 },
        targets: [
          { provider: 'stable', model: 'm' },
          { provider: 'tried', model: 'm' },
        ],
        canary: {
          ...{ target: 'tried/m', steps: [90, 100], step_min_seconds: 1 },
          promote_when: 'requests >= 30 and error_rate == 0',
          rollback_when: 'requests >= 3 and error_rate > 0.5',
        },
      },
    },
  };
}

beforeAll(async () => {
  stable = await startSimulatedProvider({ key: simulatorKey });
  tried = await startSimulatedProvider({ key: simulatorKey });
  pair = await startTwoGateways(configOf);
});
afterAll(async () => {
  await pair.close();
  await Promise.all([stable.close(), tried.close().catch(() => undefined)]); // the canary's may be down already
});

/** Who served, and after how many attempts. */
async function ask({ url }: GatewayProcess) {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${pair.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'group', messages: [{ role: 'user', content: 'Hello' }] }),
  });
  await answer.text();
  expect(answer.status).toBe(200);
  const { headers } = answer;
  return { target: headers.get('x-router-target'), attempts: headers.get('x-router-attempts') };
}

const askAll = (): Promise<unknown> => Promise.all(pair.gateways.map(ask));

async function events() {
  const { rows } = await sql<Readonly<Record<string, unknown>>>`select * from routing_events order by id`.execute(
    pair.database,
  );
  return rows;
}

async function shares(): Promise<readonly (string | undefined)[]> {
  const texts = await Promise.all(
    pair.gateways.map(async ({ adminUrl }) => (await fetch(`${adminUrl}/metrics`)).text()),
  );
  return texts.map((text) => /^smart_router_canary_share_percent\{.*\} (\d+)$/m.exec(text)?.[1]);
}

test('two gateways promote a canary by what they saw together, and take it out once when its provider dies', async () => {
  const [started] = await waitFor(async () => {
    const found = await events();
    return found.length > 0 && found;
  });
  await waitFor(async () => (await shares()).every((share) => share === '90'), { what: 'both gateways to know of it' });
  const begun = (started?.['happened_at'] as Date).getTime(); // as pg reads an instant
  await waitFor(() => Date.now() >= Math.ceil(begun / slotMs) * slotMs, { what: 'the first slot that counts' });
  for (let asked = 0; asked < asksOfEach; asked += 1) await askAll();
  await waitFor(async () => (await events()).length === 2, { what: 'the promotion', timeoutMs: 90_000 });
  const [, promoted] = await events();
  expect(promoted).toMatchObject({ event: 'promoted', actor: 'router', share_percent: 100, error_rate: 0 });
  expect(Number(promoted?.['request_count'])).toBeGreaterThan(asksOfEach);
  await waitFor(async () => (await shares()).every((share) => share === '100'), { what: 'both gateways to follow' });

  await tried.close();
  await waitFor(
    async () => {
      await askAll(); // nobody notices: the other target answers
      return (await events()).length > 2;
    },
    { what: 'the canary to be taken out', timeoutMs: 90_000, everyMs: 200 },
  );
  await waitFor(async () => (await shares()).every((share) => share === '0'), { what: 'both gateways to follow' });
  for (let asked = 0; asked < 10; asked += 1)
    expect(await Promise.all(pair.gateways.map(ask))).toEqual(
      pair.gateways.map(() => ({ target: 'stable/m', attempts: '1' })),
    );
  expect((await events()).map(({ event }) => event)).toEqual(['started', 'promoted', 'rolled-back']);
  expect(pair.linesWith('canary promoted')).toHaveLength(1);
  expect(pair.linesWith('canary taken out')).toHaveLength(1);
});

test('the evidence of a request has the weights in force', async () => {
  await waitFor(async () => {
    const { rows } = await sql<{ weights: string }>`
      select distinct string_agg(weight::text, ',' order by candidate_number) as weights
      from request_target_candidates group by request_id`.execute(pair.database);
    const found = rows.map(({ weights }) => weights);
    return ['1000,9000', '0,10000', '10000,0'].every((weights) => found.includes(weights));
  });
});

test('an operator sees that it was taken out, and brings it back to its first step', async () => {
  const operate = async (...words: readonly string[]) =>
    (
      await promisify(execFile)(process.execPath, [program, 'canary', ...words], {
        env: { ...process.env, ...pair.env },
      })
    ).stdout;
  expect(await operate('list')).toMatch(/group +tried\/m +rolled-back +2 of 2 +0 % /);
  await operate('restart', 'group', '--reason', 'its provider is back', '--actor', 'ada');
  await waitFor(async () => (await shares()).every((share) => share === '90'), { what: 'both gateways to follow' });
  expect(await operate('events', 'group', '--limit', '1')).toMatch(/restarted +90 % +cli:ada +its provider is back/);
});
