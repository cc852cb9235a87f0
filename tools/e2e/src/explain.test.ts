import { sql } from 'kysely';
import { waitFor } from '@smart-router/dev-services';
import { simulatorKey, startStackWith, type Stack } from './start-stack.js';
import { targetConfig, type TestGroup } from './target-config.js';

const chat = (more: object = {}) => ({ dialect: 'openai-chat', model: 'sim-ok', ...more }) as const;

const pair = (name: string, options: object): TestGroup => ({
  name,
  targets: [chat(), chat()],
  options: {
    targets: [
      { provider: `${name}-1`, model: 'simulated', weight: 3 },
      { provider: `${name}-2`, model: 'simulated', weight: 1 },
    ],
    ...options,
  },
});

/** Asked on this machine, where nothing is: its answer is a refusal. */
const nobody = { url: 'http://127.0.0.1:9/route', allow_hosts: ['127.0.0.1'], timeout_ms: 10_000 };

const groups: readonly TestGroup[] = [
  { name: 'plain', targets: [chat({ contextTokens: 40 }), chat()] },
  {
    name: 'limited',
    targets: [
      chat({ provider: { traffic_shape: { request_start_per_sec: 0.001, request_burst: 1 } } }),
      { dialect: 'openai-chat', model: 'sim-ok' },
    ],
  },
  { name: 'mixed', targets: [chat(), { ...chat(), dialect: 'openai-responses' }] },
  { name: 'small', targets: [chat({ contextTokens: 4 })] },
  { name: 'messages', targets: [{ dialect: 'anthropic-messages', model: 'sim-ok' }] },
  pair('weighted', { strategy: 'weighted' }),
  pair('turns', { strategy: 'round-robin' }),
  pair('scored', { strategy: 'dynamic-score', dynamic_score: {} }),
  pair('listened', { strategy: 'external', external: { ...nobody, mode: 'shadow' } }),
  pair('refusing', { strategy: 'external', external: nobody }),
  pair('promised', { contract: { supported_dialects: ['openai-responses'] } }),
];

interface ToldTarget {
  readonly target: string;
  readonly eligible: boolean;
  readonly first_share: number | null;
}

interface Told {
  readonly [member: string]: unknown;
  readonly targets: readonly ToldTarget[];
  readonly plan: readonly string[];
  readonly words: readonly string[];
}

const messages = [{ role: 'user', content: 'Hello' }];

describe.each(['minimal', 'detailed'] as const)('POST /v1/route/explain, where answers are %s', (detail) => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStackWith((places) => targetConfig(groups, places, { response_headers: detail }));
  });
  afterAll(() => stack.close());

  const post = (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    fetch(`${stack.gateway.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  async function explain(body: unknown, query = ''): Promise<Told> {
    const answer = await post(`/v1/route/explain${query}`, body);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    return (await answer.json()) as Told;
  }

  const named = (name: string, number: number) =>
    detail === 'detailed' ? `${name}-${number}/simulated` : `target-${number}`;

  it('tells who could serve and in which order, and why another could not', async () => {
    const told = await explain({ model: 'plain', messages, max_tokens: 100 }, '?dialect=openai-chat');
    expect(told).toMatchObject({
      ...{ object: 'route.explanation', group: 'plain', dialect: 'openai-chat', strategy: 'failover', refusal: null },
      ...{ facts: { output_cap: 100, stream: false }, requirements: ['text', 'max_tokens'], chance: null },
      targets: [
        { number: 1, target: named('plain', 1), eligible: false, reasons: [{ reason: 'context' }], place: null },
        { number: 2, target: named('plain', 2), eligible: true, reasons: [], place: 1, first_share: null },
      ],
      plan: [named('plain', 2)],
    });
    expect(told.words).toContain('1 of 2 targets can serve it.');
    expect(told.words).toContain(`The plan by failover: ${named('plain', 2)}.`);
    expect(JSON.stringify(told).includes('its context holds 40 tokens')).toBe(detail === 'detailed');
  });

  it('tells what nobody could serve, as an answer', async () => {
    const told = await explain({ model: 'small', messages, max_tokens: 100, stop: ['.'] });
    expect(told).toMatchObject({ plan: [], refusal: { type: 'no-eligible-target', status: 502 } });
    expect(await explain({ model: 'promised', messages })).toMatchObject({
      targets: [{ reasons: [{ reason: 'contract-dialect' }] }, { eligible: false }],
    });
    expect(await explain({ model: 'promised', input: 'Hello' })).toMatchObject({ refusal: null });
  });

  it('tells how often each would be first where chance decides', async () => {
    const told = await explain({ model: 'weighted', messages });
    expect(told).toMatchObject({
      targets: [{ first_share: 0.75 }, { first_share: 0.25 }],
      chance: { first_shares: 'counted over 1000 draws' },
    });
    const [first, second] = [named('weighted', 1), named('weighted', 2)];
    expect(told.words).toContain(
      `By weighted chance decides who is first: ${first} 75 %, ${second} 25 %, counted over 1000 draws.`,
    );
  });

  it('tells the scores and what they are made of where targets are named', async () => {
    const told = await explain({ model: 'scored', messages });
    expect(told).toMatchObject({ cold_start: true, complexity: { bucket: 'trivial' } });
    const score = detail === 'detailed' ? { observations: 0, over_threshold: false } : null;
    expect(told.targets).toMatchObject([{ score }, { eligible: true }]);
  });

  it('tells what became of asking the policy, and hears out one that is only listened to', async () => {
    expect(await explain({ model: 'listened', messages })).toMatchObject({
      policy: { kind: 'external', outcome: 'shadow', error: 'unreachable', choice: null },
      plan: [named('listened', 1), named('listened', 2)],
    });
    expect(await explain({ model: 'refusing', messages })).toMatchObject({
      policy: { outcome: 'refused', error: 'unreachable' },
      ...{ plan: [], refusal: { type: 'routing-policy-error', status: 502 } },
    });
  });

  it('takes no turn, sends nothing and leaves no row', async () => {
    const before = await sql`select request_id from request_usage`.execute(stack.database);
    const first = await explain({ model: 'turns', messages });
    expect((await explain({ model: 'turns', messages })).plan).toEqual(first.plan);
    expect(stack.provider.requests()).toEqual([]);
    const answer = await post('/v1/chat/completions', { model: 'turns', messages });
    expect(answer.status).toBe(200);
    const next = await explain({ model: 'turns', messages });
    expect(next.plan[0]).toBe(first.plan[1]);
    await stack.usageRow('turns');
    const after = await sql`select request_id from request_usage`.execute(stack.database);
    expect(after.rows.length).toBe(before.rows.length + 1);
  });

  it('tells who has no room now, and takes none by looking', async () => {
    for (let count = 0; count < 3; count += 1)
      expect((await explain({ model: 'limited', messages })).targets).toMatchObject([{ held: null }, { held: null }]);
    expect((await post('/v1/chat/completions', { model: 'limited', messages })).status).toBe(200);
    const told = await explain({ model: 'limited', messages });
    const buckets = ['provider.request_start_per_sec'];
    expect(told.targets).toMatchObject([{ held: { reasons: ['throttled'], buckets } }, { held: null }]);
    expect(told.plan).toEqual([named('limited', 1), named('limited', 2)]);
  });

  it('takes the body of any dialect, and asks which where it cannot tell', async () => {
    expect(await explain({ model: 'plain', input: 'Hello' })).toMatchObject({ dialect: 'openai-responses' });
    expect(await explain({ model: 'plain', messages, system: 'Be brief', max_tokens: 9 })).toMatchObject({
      dialect: 'anthropic-messages',
    });
    const unclear = { model: 'plain', messages, max_tokens: 9 };
    const refused = await post('/v1/route/explain', unclear);
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { error: { type: 'invalid-request', param: 'dialect', message: expect.stringContaining('several') as string } },
    ]);
    expect(await explain(unclear, '?dialect=anthropic-messages')).toMatchObject({ dialect: 'anthropic-messages' });
    const unknown = await post('/v1/route/explain?dialect=klingon', unclear);
    expect([unknown.status, await unknown.json()]).toMatchObject([400, { error: { param: 'dialect' } }]);
  });

  it('explains a compaction, which only a target of Responses can make', async () => {
    const body = { model: 'mixed', input: 'A long story' };
    expect(await explain(body)).toMatchObject({ purpose: 'answer', plan: [named('mixed', 1), named('mixed', 2)] });
    const told = await explain(body, '?compact=true');
    expect(told).toMatchObject({
      ...{ purpose: 'compaction', dialect: 'openai-responses', plan: [named('mixed', 2)] },
      targets: [{ number: 2, target: named('mixed', 2), eligible: true }],
    });
    expect(told.words[0]).toMatch(/^A compaction of openai-responses to the group mixed: /);
    expect(told.words).toContain(
      'Only a target that speaks openai-responses can make a compaction: 1 of the group cannot.',
    );
    // As the request itself is answered.
    expect((await post('/v1/responses/compact', body)).status).toBe(200);
    for (const path of ['/v1/route/explain?compact=true', '/v1/responses/compact']) {
      const refused = await post(path, { ...body, model: 'plain' });
      expect([refused.status, await refused.json()]).toMatchObject([404, { error: { type: 'not-found' } }]);
    }
    for (const query of ['?compact=yes', '?compact=true&dialect=openai-chat'])
      expect((await post(`/v1/route/explain${query}`, body)).status).toBe(400);
  });

  it('refuses in the dialect of the caller what a request would be refused for', async () => {
    const asClaude = { 'anthropic-version': '2023-06-01' };
    const strange = await post('/v1/route/explain', '{', { ...asClaude, authorization: 'Bearer nobody' });
    expect([strange.status, await strange.json()]).toMatchObject([
      401,
      { type: 'error', error: { type: 'unauthorized' } },
    ]);
    const broken = await post('/v1/route/explain', '{"model":');
    expect([broken.status, await broken.json()]).toMatchObject([400, { error: { type: 'invalid-request' } }]);
    const bob = await stack.issue({ user: `bob-${detail}`, allow: ['small'] });
    const asBob = { authorization: `Bearer ${bob}` };
    const refused = await waitFor(async () => {
      const answer = await post('/v1/route/explain', { model: 'plain', input: 'Hello' }, asBob);
      return answer.status === 401 ? undefined : answer; // until the gateway knows the token
    });
    expect([refused.status, await refused.json()]).toMatchObject([403, { error: { type: 'model-not-allowed' } }]);
    expect((await post('/v1/route/explain', { model: 'nowhere', input: 'Hello' })).status).toBe(403);
    expect((await post('/v1/route/explain', { messages, input: 'x', base_url: 'http://a' })).status).toBe(400);
  });

  it('keeps to itself what is the operator’s', async () => {
    const told = JSON.stringify(await explain({ model: 'messages', messages, logit_bias: { 1: 2 }, seed: 1 }));
    for (const word of [simulatorKey, '127.0.0.1', 'sim-ok']) expect(told).not.toContain(word);
    expect(told.includes('anthropic-messages')).toBe(detail === 'detailed');
  });

  it('has a rate of its own', async () => {
    const carol = await stack.issue({ user: `carol-${detail}`, allow: ['*'] });
    const ask = () => post('/v1/route/explain', { model: 'plain', input: 'Hi' }, { authorization: `Bearer ${carol}` });
    await waitFor(async () => (await ask()).status !== 401);
    const answers = await Promise.all(Array.from({ length: 80 }, ask));
    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].sort()).toEqual([200, 429]);
    // Nothing of it is taken from its requests.
    const asked = await post(
      '/v1/chat/completions',
      { model: 'plain', messages },
      { authorization: `Bearer ${carol}` },
    );
    expect(asked.status).toBe(200);
  });
});
