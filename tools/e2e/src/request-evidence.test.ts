import { sql } from 'kysely';
import { waitFor } from '@smart-router/dev-services';
import { createKeyAdmin } from '@smart-router/usage-storage';
import { simulatorKey, startStackWith, type Stack } from './start-stack.js';
import { targetConfig, type TestGroup } from './target-config.js';

const target = (model: string, more: object = {}) => ({ dialect: 'openai-chat', model, ...more }) as const;

const groups: readonly TestGroup[] = [
  { name: 'plain', targets: [target('sim-ok+evidence')] },
  { name: 'falls-back', targets: [target('sim-503-lasting'), { dialect: 'anthropic-messages', model: 'sim-ok' }] },
  {
    name: 'small',
    targets: [target('sim-ok+small', { contextTokens: 40 }), target('sim-ok+tiny', { contextTokens: 50 })],
  },
  { name: 'times-out', targets: [target('sim-first-token-late', { provider: { timeouts: { total_ms: 300 } } })] },
];

/** What `GET /v1/requests/{id}` answers, as far as these tests look. */
interface Report {
  readonly [member: string]: unknown;
  readonly timeline: readonly { readonly text: string; readonly details: Readonly<Record<string, string>> }[];
}

/** Everything a caller must never read here. */
const operatorsOwn = [simulatorKey, '"main"', '127.0.0.1', 'sim-', 'anthropic-messages'];

describe.each(['minimal', 'detailed'] as const)('a request of one’s own, where answers are %s', (detail) => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStackWith((places) => targetConfig(groups, places, { response_headers: detail }));
  });
  afterAll(() => stack.close());

  async function ask(model: string, { token = stack.token, more = {} } = {}) {
    const answer = await fetch(`${stack.gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }], ...more }),
    });
    await answer.text();
    return { status: answer.status, requestId: answer.headers.get('x-request-id') ?? '' };
  }

  const lookUp = (requestId: string, token = stack.token) =>
    fetch(`${stack.gateway.url}/v1/requests/${requestId}`, { headers: { authorization: `Bearer ${token}` } });

  async function reportOn(requestId: string, token = stack.token): Promise<Report> {
    const answer = await lookUp(requestId, token);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    return (await answer.json()) as Report;
  }

  const named = (name: string, number: number) => (detail === 'detailed' ? name : `target-${number}`);

  it('tells what it cost and how long it took, as soon as it has its answer', async () => {
    const { requestId } = await ask('plain');
    const report = await reportOn(requestId);
    expect(report).toMatchObject({
      ...{ object: 'request', id: requestId, status: 200, error: null, group: 'plain', dialect: 'openai-chat' },
      ...{ stream: false, fallback_used: false, target: named('plain-1/simulated', 1) },
      decision: { strategy: 'failover', candidate_count: 1, eligible_count: 1, fallback_count: 0, needs: ['text'] },
      candidates: [{ number: 1, eligible: true, reasons: [], place: 1 }],
      attempts: [{ number: 1, upstream_status: 200, error_class: null, kept: true, timeout_phase: null }],
      evidence: { completeness: 'complete' },
    });
    const { input, output } = report['tokens'] as { readonly input: number; readonly output: number };
    const nanoUsd = BigInt(input) * 1000n + BigInt(output) * 4000n;
    const { usd, basis } = report['cost'] as { readonly usd: string; readonly basis: string };
    expect([BigInt(Math.round(Number(usd) * 1e9)), basis]).toEqual([nanoUsd, 'computed']);
  });

  it('tells the story of a fallback', async () => {
    const { status, requestId } = await ask('falls-back');
    expect(status).toBe(200);
    const report = await reportOn(requestId);
    const [first, second] = [named('falls-back-1/simulated', 1), named('falls-back-2/simulated', 2)];
    expect(report).toMatchObject({ fallback_used: true, target: second });
    expect((report['candidates'] as readonly { readonly target: string }[]).map((each) => each.target)).toEqual([
      first,
      second,
    ]);
    const attempts = report['attempts'] as readonly Readonly<Record<string, unknown>>[];
    expect(attempts.at(0)).toMatchObject({
      target: first,
      upstream_status: 503,
      error_class: 'overloaded',
      kept: false,
    });
    expect(attempts.at(-1)).toMatchObject({ target: second, error_class: null, kept: true });
    const texts = report.timeline.map(({ text }) => text);
    expect(texts.at(0)).toBe('The request arrived');
    expect(texts).toContain(`2 of 2 targets could serve it: ${first} first, 1 behind it`);
    expect(texts).toContain('Attempt 1 failed: overloaded');
    expect(texts).toContain(`Attempt ${attempts.length} asked ${second}`);
    expect(texts.at(-1)).toBe('The answer left');
  });

  it('tells why no target fits, for a request that came to no attempt', async () => {
    const { status, requestId } = await ask('small', { more: { max_tokens: 100 } });
    expect(status).toBe(502);
    const report = await reportOn(requestId);
    expect(report).toMatchObject({
      ...{ status: 502, error: { type: 'no-eligible-target', class: null }, attempts: [], target: null },
      decision: { candidate_count: 2, eligible_count: 0, selected_target: null },
      candidates: [
        { target: named('small-1/simulated', 1), eligible: false, reasons: ['context'], place: null },
        { target: named('small-2/simulated', 2), eligible: false, reasons: ['context'], place: null },
      ],
      cost: { usd: '0.00', basis: 'computed' },
    });
    const planned = report.timeline.find(({ text }) => text === 'None of 2 targets could serve it');
    expect(planned?.details).toMatchObject({ [`not ${named('small-1/simulated', 1)}`]: 'context' });
  });

  it('tells of one that was refused before any target was looked at', async () => {
    const { status, requestId } = await ask('nowhere');
    expect(status).toBe(403);
    const report = await reportOn(requestId);
    expect(report).toMatchObject({
      ...{ status: 403, error: { type: 'model-not-allowed' }, model: 'nowhere', group: null, decision: null },
      ...{ candidates: [], attempts: [], evidence: { completeness: 'complete' } },
    });
  });

  it('tells which limit of time an attempt ran into', async () => {
    const { status, requestId } = await ask('times-out');
    expect(status).toBe(504);
    expect(await reportOn(requestId)).toMatchObject({
      attempts: [{ error_class: 'timeout', timeout_phase: 'total', kept: false }],
    });
  });

  it('keeps to itself what is the operator’s', async () => {
    const { requestId } = await ask('falls-back');
    const text = JSON.stringify(await reportOn(requestId));
    for (const word of operatorsOwn) expect(text).not.toContain(word);
    expect(text.includes('simulated')).toBe(detail === 'detailed');
  });

  it('is nothing to another key, as a request that never was', async () => {
    const { requestId } = await ask('plain');
    await reportOn(requestId);
    const stranger = await stack.issue({ user: 'bob', allow: ['*'] });
    await waitFor(async () => (await lookUp('req_0', stranger)).status === 404, { what: 'the token of a stranger' });
    const never = `req_${(Date.now() - 1000).toString(16).padStart(12, '0')}7${'0'.repeat(19)}`;
    const answers = [];
    for (const id of [requestId, never, 'req_0', 'x', '%27or%201=1', `${requestId}0`]) {
      const answer = await lookUp(id, stranger);
      const { error } = (await answer.json()) as { error: { message: string; details: { request_id: string } } };
      answers.push({ status: answer.status, ...error, details: Object.keys(error.details) });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 404, type: 'not-found' });
  });

  it('stays with the key when its token is rotated', async () => {
    const token = await stack.issue({ user: 'carol', allow: ['*'] });
    await waitFor(async () => (await lookUp('req_0', token)).status === 404, { what: 'the token' });
    const { requestId } = await ask('plain', { token });
    const report = await reportOn(requestId, token);
    const rotated = await createKeyAdmin(stack.database).rotate(
      String(report['token_id']),
      { graceMs: 0, expiresAt: undefined },
      { actor: 'e2e' },
    );
    if (!rotated.ok) throw new Error(rotated.fault.message);
    const successor = rotated.value.token;
    await waitFor(async () => (await lookUp(requestId, successor)).ok, { what: 'the successor' });
    expect(await reportOn(requestId, successor)).toEqual(report);
    await waitFor(async () => (await lookUp(requestId, token)).status === 403, { what: 'the end of the old token' });
  });

  it('says that it is incomplete once details were removed', async () => {
    const { requestId } = await ask('plain');
    await reportOn(requestId);
    await sql`delete from request_attempts where request_id = ${requestId}`.execute(stack.database);
    expect(await reportOn(requestId)).toMatchObject({
      attempts: [],
      evidence: { completeness: 'partial', sections: { attempts: 'missing', decision: 'present' } },
    });
  });
});
