import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { CallerLimits } from '@smart-router/core';
import { startRedis, waitFor } from '@smart-router/dev-services';
import type { Gateway } from '@smart-router/gateway';
import { isReady, startQuotaStack, type QuotaStack } from './quota-stack.js';

let stack: QuotaStack;
let replicas: readonly [Gateway, Gateway];
beforeAll(async () => {
  stack = await startQuotaStack();
  replicas = [await stack.gateway('first', 'redis'), await stack.gateway('second', 'redis')];
}, 120_000);
afterAll(() => stack.close(), 60_000);

/** An answer as far as these tests look: a fault, or `200`. */
type Verdict = string;

async function ask({ url }: Gateway, token: string): Promise<Verdict> {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'plain', max_tokens: 20, messages: [{ role: 'user', content: 'Hello' }] }),
  });
  const body = (await answer.json()) as { error?: { type: string; details: { bucket?: string } } }; // a fault or an answer
  return body.error === undefined ? String(answer.status) : `${body.error.type} ${body.error.details.bucket}`;
}

interface Report {
  readonly key_id: string;
  readonly degraded: boolean;
  readonly scopes: readonly { readonly limits: readonly { readonly bucket: string; readonly used: number }[] }[];
}

/** What `GET /v1/usage` says is used of each bucket by all replicas, and of which key. */
async function usage({ url }: Gateway, token: string) {
  const look = async (): Promise<Report | false> => {
    const answer = await fetch(`${url}/v1/usage`, { headers: { authorization: `Bearer ${token}` } });
    const found = (await answer.json()) as Report; // what the route promises
    // To a replica that could not wait for Redis just now, only its own counts are known.
    return !found.degraded && found;
  };
  const report = await waitFor(look, { what: 'the counters of all replicas' });
  const limits = report.scopes.flatMap((scope) => scope.limits);
  return { keyId: report.key_id, used: new Map(limits.map(({ bucket, used }) => [bucket, used])) };
}

async function flush(): Promise<void> {
  const operator = new Redis(stack.redis.url);
  await operator.flushall();
  operator.disconnect();
}

const kinds: Readonly<Record<string, CallerLimits>> = {
  'quota-exhausted key.day.requests': { day: { requests: 3 } },
  'quota-exhausted key.month.requests': { month: { requests: 3 } },
  'quota-exhausted key.day.tokens': { day: { tokens: 100 } },
  'quota-exhausted key.month.tokens': { month: { tokens: 100 } },
  'key-exhausted key.lifetime.tokens': { lifetime: { tokens: 100 } },
  'budget-exhausted key.day.cost_usd': { day: { costNanoUsd: 300_000n } },
  'budget-exhausted key.month.cost_usd': { month: { costNanoUsd: 300_000n } },
  'key-exhausted key.lifetime.cost_usd': { lifetime: { costNanoUsd: 300_000n } },
};

/** Tokens of every kind of quota that have used all of it, by what they are told then. */
async function spentTokens(gateways: readonly [Gateway, ...Gateway[]]): Promise<Readonly<Record<string, string>>> {
  const issued: (readonly [string, string])[] = [];
  for (const [refusal, limits] of Object.entries(kinds)) issued.push([refusal, await stack.issue(limits, gateways)]);
  const entries = issued.map(async ([refusal, token]) => {
    const verdicts: Verdict[] = [];
    while (verdicts.length < 20 && verdicts.at(-1) !== refusal) {
      verdicts.push(await ask(gateways[verdicts.length % gateways.length] ?? gateways[0], token));
    }
    expect(verdicts.slice(0, 2)).toEqual(['200', '200']);
    expect(verdicts.at(-1)).toBe(refusal);
    // What another replica has not stored yet is corrected later; these tests look at once.
    const { keyId } = await usage(gateways[0], token);
    const served = verdicts.filter((verdict) => verdict === '200').length;
    await waitFor(async () => (await stack.counted(keyId)).requests === served, {
      what: 'the rows',
      timeoutMs: 60_000,
    });
    return [refusal, token] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function verdictsOf(gateway: Gateway, tokens: Readonly<Record<string, string>>) {
  return Promise.all(Object.values(tokens).map((token) => ask(gateway, token)));
}

test('what is used up stays used up when Redis is flushed, when it is away, and when it comes back empty', async () => {
  const spent = await spentTokens(replicas);
  const refusals = Object.keys(spent);
  await flush();
  expect(await verdictsOf(replicas[1], spent)).toEqual(refusals);
  expect(await verdictsOf(replicas[0], spent)).toEqual(refusals);
  await stack.redis.stop();
  expect(await verdictsOf(replicas[0], spent)).toEqual(refusals);
  stack.redis = await startRedis({ directory: join(stack.directory, 'redis'), port: stack.redis.port });
  await waitFor(async () => (await isReady(replicas[0])) && (await isReady(replicas[1])), {
    what: 'Redis to be used',
    timeoutMs: 60_000,
  });
  expect(await verdictsOf(replicas[1], spent)).toEqual(refusals);
}, 120_000);

test('a gateway that counts in memory remembers over a restart', async () => {
  const before = await stack.gateway('alone', 'memory');
  const spent = await spentTokens([before]);
  await stack.stop(before);
  const after = await stack.gateway('alone', 'memory');
  expect(await verdictsOf(after, spent)).toEqual(Object.keys(spent));
}, 120_000);

test('after a flush exactly what is left may still be used', async () => {
  const token = await stack.issue({ month: { requests: 5 } }, replicas);
  expect([await ask(replicas[0], token), await ask(replicas[1], token)]).toEqual(['200', '200']);
  const { keyId } = await usage(replicas[0], token);
  await waitFor(async () => (await stack.counted(keyId)).requests === 2, { what: 'the rows' });
  await flush();
  const verdicts = await Promise.all(
    Array.from({ length: 8 }, (_, index) => ask(index % 2 === 0 ? replicas[0] : replicas[1], token)),
  );
  expect(verdicts.sort()).toEqual([...Array(3).fill('200'), ...Array(5).fill('quota-exhausted key.month.requests')]);
}, 60_000);

test('with Postgres paused a flushed Redis fails nobody, and the counters are right again afterwards', async () => {
  const token = await stack.issue({ month: { tokens: 1_000_000 }, day: { requests: 1000 } }, replicas);
  for (let time = 0; time < 4; time += 1) expect(await ask(replicas[0], token)).toBe('200');
  const { keyId, used } = await usage(replicas[0], token);
  await waitFor(async () => (await stack.counted(keyId)).requests === 4, { what: 'the rows' });
  stack.postgres.pause();
  await flush();
  expect([await ask(replicas[0], token), await ask(replicas[1], token)]).toEqual(['200', '200']);
  const blind = await usage(replicas[0], token);
  expect(blind.used.get('key.month.tokens')).toBeLessThan(used.get('key.month.tokens') ?? 0);
  stack.postgres.resume();
  expect(await ask(replicas[0], token)).toBe('200');
  await expectTruth(token, 7);
}, 60_000);

test('a Redis that is paused for 20 s under load counts every request once when it is back', async () => {
  const limits = {
    month: { tokens: 100_000_000 },
    day: { requests: 1_000_000 },
    concurrent: 500,
    lifetime: { tokens: 100_000_000 },
  };
  const token = await stack.issue(limits, replicas);
  let running = true;
  const verdicts: Verdict[] = [];
  const callers = Array.from({ length: 6 }, async (_, index) => {
    while (running) {
      verdicts.push(await ask(index % 2 === 0 ? replicas[0] : replicas[1], token));
      await sleep(20);
    }
  });
  await waitFor(() => verdicts.length >= 10, { what: 'the load', timeoutMs: 60_000 });
  stack.redis.pause();
  await sleep(20_000);
  stack.redis.resume();
  const before = verdicts.length;
  await waitFor(() => verdicts.length >= before + 50, { what: 'the load', timeoutMs: 60_000 }).finally(
    () => (running = false),
  );
  await waitFor(async () => (await isReady(replicas[0])) && (await isReady(replicas[1])), {
    what: 'Redis to be used',
    timeoutMs: 60_000,
  });
  await Promise.all(callers);
  expect(new Set(verdicts)).toEqual(new Set(['200']));
  await expectTruth(token, verdicts.length);
}, 120_000);

/** The counters say what the rows say, and go on saying it when they have been corrected once more. */
async function expectTruth(token: string, requests: number): Promise<void> {
  const { keyId } = await usage(replicas[0], token);
  await waitFor(async () => (await stack.counted(keyId)).requests === requests, {
    what: 'the rows',
    timeoutMs: 60_000,
  });
  const { tokens } = await stack.counted(keyId);
  const now = async () => Object.fromEntries((await usage(replicas[0], token)).used);
  const truth = { 'key.month.tokens': tokens, 'key.day.requests': requests };
  await waitFor(async () => (await now())['key.month.tokens'] === tokens, {
    what: 'the counters',
    timeoutMs: 60_000,
  }).catch(() => undefined);
  expect(await now()).toMatchObject(truth);
  await sleep(6_000); // longer than the gateways rest between two corrections
  expect(await now()).toMatchObject(truth);
}
