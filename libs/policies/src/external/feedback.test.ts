import type { PolicyRecord, UsageRecord } from '@smart-router/core';
import { waitFor } from '@smart-router/dev-services';
import type { FeedbackEnd } from './feedback-queue.js';
import { policyAt, startService, type PolicyService } from './policy-service.laws.js';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function service(answer: Parameters<typeof startService>[0]): Promise<PolicyService> {
  const started = await startService(answer);
  closing.push(() => started.close());
  return started;
}

function client(url: string, feedback: object = {}) {
  const ends: FeedbackEnd[] = [];
  const onFeedback = (end: FeedbackEnd): void => void ends.push(end);
  const options = { feedback: { enabled: true, retry_backoff_ms: 1, ...feedback } };
  const policy = policyAt(url, options, { onFeedback });
  closing.push(() => policy.close());
  return { policy, ends };
}

const policyRecord: PolicyRecord = {
  kind: 'external',
  version: undefined,
  outcome: 'used',
  durationMs: 12,
  error: undefined,
  choice: 'p/small',
  classLabel: 'small',
};

/** A request that was served, as far as feedback reads it. */
function record(requestId: string, policy: Partial<PolicyRecord> = {}): UsageRecord {
  const told = {
    requestId,
    group: 'chat',
    startedAt: 1_000,
    durationMs: 500,
    firstTokenMs: 100,
    status: 200,
    target: 'p/small',
    provider: 'p',
    model: 'small-1',
    targetDialect: 'openai-chat',
    stream: true,
    fallbackUsed: false,
    attempts: [{}],
    tokens: { input: 10, cachedInput: 5, output: 7 },
    costNanoUsd: 1_500_000n,
    costBasis: 'computed',
    decision: { policy: { ...policyRecord, ...policy }, shape: { conversationKey: 'ck_1' } },
  };
  return told as unknown as UsageRecord; // the rest of a record is not told to anybody
}

describe('feedback', () => {
  it('tells the service how a request ended that it was asked about', async () => {
    const { url, asked } = await service((response) => void response.end());
    const { policy, ends } = client(url);
    policy.tell(record('req_1'));
    await policy.flush(5_000);
    expect(ends).toEqual(['delivered']);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      path: '/feedback',
      headers: { authorization: 'Bearer planted', 'idempotency-key': 'req_1' },
    });
    expect(asked[0]?.body).toEqual({
      ...{ schema: 'smart-router.feedback.v1', requestId: 'req_1', group: 'chat', conversationKey: 'ck_1' },
      policy: { outcome: 'used', durationMs: 12, target: 'p/small', classLabel: 'small' },
      ...{ status: 200, target: 'p/small', provider: 'p', model: 'small-1', dialect: 'openai-chat', stream: true },
      ...{ fallbackUsed: false, attempts: 1, durationMs: 500, firstTokenMs: 100, completedAt: 1_500 },
      ...{ inputTokens: 15, cachedInputTokens: 5, outputTokens: 7, costUsd: 0.0015, costBasis: 'computed' },
    });
  });

  it.each<[string, Partial<PolicyRecord>]>([
    ['was not asked', { outcome: 'baseline' }],
    ['was too busy to be asked', { outcome: 'fallback', error: 'busy' }],
    ['was left alone', { outcome: 'refused', error: 'circuit-open' }],
    ['is of another kind', { kind: 'typescript' }],
  ])('is not for a policy that %s', async (_what, more) => {
    const { url, asked } = await service((response) => void response.end());
    const { policy, ends } = client(url);
    policy.tell(record('req_1', more));
    await policy.flush(5_000);
    expect([asked.length, ends]).toEqual([0, []]);
  });

  it('goes where it is said, and nowhere where it is not wanted', async () => {
    const { url, asked } = await service((response) => void response.end());
    const told = client(url, { url: new URL('/told?a=b', url).href });
    const silent = client(url, { enabled: false });
    for (const { policy } of [told, silent]) {
      policy.tell(record('req_1'));
      await policy.flush(5_000);
    }
    expect(asked.map(({ path }) => path)).toEqual(['/told?a=b']);
  });

  it('is tried again where that may help, under the same name, and not too often', async () => {
    const statuses = [503, 429, 200, 500, 500, 500, 500, 400];
    const { url, asked } = await service((response) => void response.writeHead(statuses.shift() ?? 200).end());
    const { policy, ends } = client(url, { max_retries: 2 });
    for (const id of ['served', 'failed']) {
      policy.tell(record(id));
      await waitFor(() => ends.length > (id === 'served' ? 0 : 1));
    }
    statuses.splice(0, statuses.length, 400);
    policy.tell(record('refused'));
    await policy.flush(5_000);
    expect(ends).toEqual(['delivered', 'failed', 'failed']);
    const names = asked.map(({ headers }) => headers['idempotency-key']);
    expect(names).toEqual(['served', 'served', 'served', 'failed', 'failed', 'failed', 'refused']);
  });

  it('is dropped and counted where too much of it waits', async () => {
    const open: (() => void)[] = [];
    const { url, asked } = await service((response) => void open.push(() => response.end()));
    const { policy, ends } = client(url, { max_pending: 10, timeout_ms: 30_000 });
    for (let told = 0; told < 25; told += 1) policy.tell(record(`req_${told}`));
    expect(ends).toEqual(Array(15).fill('dropped'));
    await waitFor(() => {
      open.splice(0).forEach((answer) => answer());
      return ends.length === 25;
    });
    expect(asked).toHaveLength(10);
    expect(ends.slice(15)).toEqual(Array(10).fill('delivered'));
  });

  it('holds nobody up for longer than it may when the gateway stops, and says what it lost', async () => {
    const { url } = await service(() => undefined);
    const { policy, ends } = client(url, { timeout_ms: 30_000 });
    for (let told = 0; told < 20; told += 1) policy.tell(record(`req_${told}`));
    await policy.flush(100);
    policy.tell(record('late'));
    expect(ends).toEqual(Array(21).fill('dropped'));
  });
});
