import { sql } from 'kysely';
import { waitFor } from '@smart-router/dev-services';
import type { Gateway } from '@smart-router/gateway';
import { startOwnerStack, type OwnerStack } from './owner-stack.js';

let owners: OwnerStack;
beforeAll(async () => {
  owners = await startOwnerStack();
});
afterAll(() => owners.close());

/** What these tests read of an answer of `GET /v1/usage`. */
interface Usage {
  readonly degraded: boolean;
  readonly key_id: string;
  readonly warnings: readonly string[];
  readonly scopes: readonly {
    readonly scope: string;
    readonly id: string;
    readonly usage: Readonly<Record<'day' | 'month' | 'lifetime', unknown>> | null;
    readonly limits: readonly (Readonly<Record<string, unknown>> & { readonly bucket: string })[];
  }[];
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });

/** A token that every replica has heard of. */
async function issue(owner: string, more = ''): Promise<string> {
  const issued = await owners.keys(`issue ${owner} --env prod --allow plain --create${more}`);
  const token = String(issued['token']);
  for (const { url } of owners.replicas) {
    await waitFor(async () => (await fetch(`${url}/v1/models`, { headers: bearer(token) })).ok, { what: 'the token' });
  }
  return token;
}

async function ask(replica: Gateway, token: string, maxTokens = 50) {
  const answer = await fetch(`${replica.url}/v1/chat/completions`, {
    method: 'POST',
    headers: bearer(token),
    body: JSON.stringify({ model: 'plain', max_tokens: maxTokens, messages: [{ role: 'user', content: 'Hello' }] }),
  });
  const body = (await answer.json()) as { error?: { type: string; details: Readonly<Record<string, unknown>> } }; // a fault or an answer
  const requestId = answer.headers.get('x-request-id') ?? '';
  return { status: answer.status, headers: answer.headers, error: body.error, requestId };
}

async function usage(replica: Gateway, token: string): Promise<Usage> {
  const answer = await fetch(`${replica.url}/v1/usage`, { headers: bearer(token) });
  expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
  return (await answer.json()) as Usage; // what the route promises
}

/** One limit as `GET /v1/usage` shows it. */
async function limitOf(replica: Gateway, token: string, bucket: string): Promise<Readonly<Record<string, unknown>>> {
  const { scopes } = await usage(replica, token);
  return scopes.flatMap(({ limits }) => limits).find((limit) => limit.bucket === bucket) ?? {};
}

/** Sets limits, and waits until every replica holds the holder of this token to them. */
async function setLimits(
  words: string,
  told: { readonly token: string; readonly bucket: string; readonly limit: number },
) {
  await owners.keys(`set-limits ${words}`);
  for (const replica of owners.replicas) {
    const arrived = async () => (await limitOf(replica, told.token, told.bucket))['limit'] === told.limit;
    await waitFor(arrived, { what: `${told.bucket} = ${told.limit}` });
  }
}

test('a project has one limit for the keys of all its users, on every replica, and what it says changes at once', async () => {
  const [ada, bob] = [await issue('--user ada --project web'), await issue('--user bob --project web')];
  const elsewhere = await issue('--user ada --project lab');
  const [first, second] = owners.replicas;
  const bucket = 'project.day.requests';
  await setLimits('--project web --day-requests 3 --reason trial', { token: ada, bucket, limit: 3 });
  const statuses = [];
  for (const [replica, token] of [
    [first, ada],
    [second, bob],
    [second, ada],
  ] as const) {
    statuses.push((await ask(replica, token)).status);
  }
  expect(statuses).toEqual([200, 200, 200]);
  const refused = await ask(first, bob);
  expect([refused.status, refused.error?.type]).toEqual([429, 'quota-exhausted']);
  expect(refused.error?.details['bucket']).toBe(bucket);
  const untilMidnight = 86_400 - (Math.floor(Date.now() / 1000) % 86_400);
  expect(Math.abs(Number(refused.headers.get('retry-after')) - untilMidnight)).toBeLessThan(60);
  expect((await ask(first, elsewhere)).status).toBe(200);
  await setLimits('--project web --day-requests 4', { token: ada, bucket, limit: 4 });
  expect([(await ask(second, bob)).status, (await ask(first, ada)).status]).toEqual([200, 429]);
  await owners.keys('set-limits --project web --clear');
  await waitFor(async () => (await usage(first, ada)).scopes.length === 1, { what: 'the project to be free' });
  expect((await ask(first, ada)).status).toBe(200);
});

test('users and organizations have limits too, a request must fit them all, and equal names never meet', async () => {
  const acme = await issue('--user twin --project twin --organization acme-2');
  const globex = await issue('--user twin --project twin --organization globex');
  const [first, second] = owners.replicas;
  await setLimits('--user twin --rpm 2', { token: acme, bucket: 'user.rpm', limit: 2 });
  await setLimits('--organization acme-2 --rpm 1', { token: acme, bucket: 'organization.rpm', limit: 1 });
  expect((await ask(first, acme)).status).toBe(200);
  const refused = await ask(second, acme);
  expect([refused.status, refused.error?.type]).toEqual([429, 'rpm-exceeded']);
  expect(refused.error?.details['bucket']).toBe('organization.rpm');
  // The user of that name in another organization has a minute of its own.
  expect([(await ask(first, globex)).status, (await ask(second, globex)).status]).toEqual([200, 200]);
  expect((await ask(first, globex)).error?.details['bucket']).toBe('user.rpm');
});

test('usage equals what the ledger says was used, for a key and its project, and warns past the soft percentage', async () => {
  const ada = await issue('--user carol --project shop', ' --day-tokens 100000 --month-cost-usd 5');
  const bob = await issue('--user dave --project shop');
  const [first, second] = owners.replicas;
  await setLimits('--project shop --lifetime-tokens 2000 --day-requests 5 --day-cost-usd 1', {
    ...{ token: ada, bucket: 'project.lifetime.tokens', limit: 2000 },
  });
  const requests = [await ask(first, ada), await ask(second, bob), await ask(second, ada), await ask(first, bob)];
  expect(requests.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const used = async (keyId: string | undefined) => {
    const { rows } = await sql<{ requests: number; tokens: number; cost: number }>`
      select count(*)::int as requests, sum(input_tokens + output_tokens)::int as tokens,
        sum(cost_nano_usd)::float8 / 1e9 as cost
      from request_usage where caller_project = 'shop' and (${keyId ?? ''} = '' or key_id = ${keyId ?? ''})`.execute(
      owners.stack.database,
    );
    return rows[0] ?? { requests: 0, tokens: 0, cost: 0 };
  };
  await waitFor(async () => (await used(undefined)).requests === 4, { what: 'the usage rows' });
  const [{ key_id: keyId }, project] = [await usage(first, ada), await used(undefined)];
  const own = await used(keyId);
  expect(own.requests).toBe(2);
  // Settling is not waited for by the answer.
  const settled = async () => (await limitOf(first, bob, 'project.day.cost_usd'))['reserved'] === 0;
  await waitFor(settled, { what: 'the last request to be settled' });
  const limits = async (bucket: string) => limitOf(second, ada, bucket);
  expect(await limits('project.lifetime.tokens')).toMatchObject({ used: project.tokens, resets_at: null });
  expect(await limits('project.day.requests')).toMatchObject({
    used: 4,
    remaining: 1,
    used_percent: 80,
    warning: true,
  });
  expect((await limits('project.day.cost_usd'))['used']).toBeCloseTo(project.cost, 9);
  expect(await limits('key.day.tokens')).toMatchObject({ used: own.tokens, remaining: 100_000 - own.tokens });
  expect((await limits('key.month.cost_usd'))['used']).toBeCloseTo(own.cost, 9);
  // A ledger that is late is not waited for: then the answer leaves its sums out.
  const { scopes } = await waitFor(async () => {
    const seen = await usage(second, ada);
    return seen.scopes.every(({ usage: sums }) => sums !== null) && seen;
  });
  const told = ({ requests, tokens, cost }: typeof own) => ({ requests, tokens, cost_usd: cost });
  expect(scopes.map(({ scope, usage: amounts }) => [scope, amounts?.day, amounts?.lifetime])).toEqual([
    ['key', told(own), told(own)],
    ['project', told(project), told(project)],
  ]);
  expect((await usage(first, bob)).warnings).toEqual(['project.day.requests']);
  const metrics = await Promise.all(
    owners.replicas.map(async ({ adminUrl }) => (await fetch(`${adminUrl}/metrics`)).text()),
  );
  expect(metrics.join()).toContain('smart_router_soft_limit_warnings_total{bucket="project.day.requests"} 1');
});

test('a key that says so sets aside what its answers are observed to need, and no more than its cap', async () => {
  const observing = await issue('--user erin --project long', ' --reserve observed');
  const ordinary = await issue('--user frank --project long');
  const [first] = owners.replicas;
  const asked = async (token: string, maxTokens: number) => (await ask(first, token, maxTokens)).requestId;
  const ids: string[] = [];
  for (const token of [observing, ordinary]) {
    for (let count = 0; count < 9; count += 1) ids.push(await asked(token, 8000));
  }
  ids.push(await asked(observing, 100));
  const reserved = await waitFor(async () => {
    const { rows } = await sql<{ request_id: string; reserved: number }>`
      select request_id, reserved_output_tokens::int as reserved from request_usage where caller_project = 'long'
    `.execute(owners.stack.database);
    return rows.length === ids.length && ids.map((id) => rows.find((row) => row.request_id === id)?.reserved);
  });
  const byCap = new Array<number>(8).fill(8000);
  expect(reserved).toEqual([...byCap, 256, ...byCap, 8000, 100]);
});

test('while Redis is away usage is answered for one replica alone, and says so', async () => {
  const token = await issue('--user grace --project away', ' --rpm 10');
  const [first, second] = owners.replicas;
  await ask(second, token);
  expect(await usage(first, token)).toMatchObject({ degraded: false, scopes: [{ limits: [{ limit: 10, used: 1 }] }] });
  owners.redis.pause();
  expect(await usage(first, token)).toMatchObject({ degraded: true, scopes: [{ limits: [{ limit: 5, used: 0 }] }] });
  owners.redis.resume();
  await waitFor(async () => !(await usage(first, token)).degraded, { what: 'the replica to find Redis again' });
  expect(await limitOf(first, token, 'key.rpm')).toMatchObject({ limit: 10, used: 1 });
});
