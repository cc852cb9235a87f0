import { request } from 'node:http';
import { sql } from 'kysely';
import { waitFor } from '@smart-router/dev-services';
import { startPolicyService, type PolicyService, type Reply } from './policy-service.js';
import { startStackWith, type Stack, type UsageRow } from './start-stack.js';
import { targetConfig, type TestGroup } from './target-config.js';

const target = (model: string) => ({ dialect: 'openai-chat', model }) as const;

/** Answers that wait for the end of a test. */
const held: (() => void)[] = [];

/** What the service does with the questions of a group, which are asked at the path of its name. */
const replies: Readonly<Record<string, Reply>> = {
  decides: (response) => void response.end('{"target":1,"classLabel":"small"}'),
  alone: (response) => void response.end('{"target":"alone-2/simulated","fallbacks":[]}'),
  hangs: () => undefined,
  crowded: (response) => void held.push(() => response.end('{"target":1}')),
  drips: (response) => {
    const timer = setInterval(() => response.write(' '), 20);
    response.once('close', () => clearInterval(timer));
  },
  floods: (response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, ' ')));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  },
  redirects: (response) => void response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
  babbles: (response) => void response.end('<html>'),
  invents: (response) => void response.end('{"target":7}'),
  repeats: (response) => void response.end('{"target":0,"fallbacks":["nobody/else"]}'),
  dies: (response) => void response.write('{"tar', () => response.socket?.destroy()),
};

/** Names of groups whose service fails, and what the ledger says of it. */
const failures: readonly (readonly [string, string])[] = [
  ['hangs', 'timeout'],
  ['drips', 'timeout'],
  ['floods', 'bad-answer'],
  ['redirects', 'bad-status'],
  ['babbles', 'bad-answer'],
  ['invents', 'invalid-decision'],
  ['repeats', 'invalid-decision'],
  ['dies', 'unreachable'],
];

let service: PolicyService;
let stack: Stack;
beforeAll(async () => {
  service = await startPolicyService((response, question) =>
    replies[question.path.split('/')[1] ?? '']?.(response, question),
  );
  stack = await startStackWith((places) => targetConfig(groups(), places, { admin_listen: '127.0.0.1:0' }), {
    env: { POLICY_AUTHORIZATION: 'Bearer planted-policy-token' },
  });
});
afterAll(async () => {
  await stack.close();
  await service.close();
});

function groups(): readonly TestGroup[] {
  const names = Object.keys(replies).filter((name) => name !== 'crowded');
  return [
    ...names.map((name) => group(name, `${name}/route`, hastyFor(name))),
    ...failures.map(([name]) => group(`${name}-open`, `${name}/route`, { on_error: 'fallback', ...hastyFor(name) })),
    group('baseline', 'decides/route', { mode: 'baseline' }),
    group('shadow', 'decides/route', { mode: 'shadow' }, 'sim-first-token-late+wait-1500'),
    group('shadow-hangs', 'hangs/route', { mode: 'shadow' }),
    group('patient', 'hangs/patient', {}),
    group('crowded', 'crowded/route', { on_error: 'fallback', concurrency: 4 }),
    group('curious', 'decides/curious', { include_request: true }),
  ];
}

/** Short where the time is to be over, and long where it must not be. */
function hastyFor(name: string): { readonly timeout_ms?: number } {
  return failures.some(([failing, error]) => failing === name && error === 'timeout') ? { timeout_ms: 1_000 } : {};
}

function group(name: string, path: string, options: object, model = 'sim-ok+first'): TestGroup {
  const external = {
    url: `${service.url}/${path}`,
    allow_hosts: ['127.0.0.1'],
    timeout_ms: 10_000,
    headers: { authorization: { env: 'POLICY_AUTHORIZATION' } },
    feedback: { enabled: name === 'decides' || name === 'shadow' },
    ...options,
  };
  const targets = [target(`${model}+${name}-1`), target(`sim-ok+second+${name}-2`)];
  return { name, targets, options: { strategy: 'external', external } };
}

interface Answered {
  readonly status: number;
  readonly type: string | undefined;
  readonly target: string | null;
  readonly requestId: string;
}

async function ask(model: string): Promise<Answered> {
  const answer = await fetch(`${stack.gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'a word of a user' }] }),
  });
  const body = (await answer.json()) as { readonly error?: { readonly type?: string; readonly code?: string } };
  return {
    status: answer.status,
    type: body.error?.code ?? body.error?.type,
    target: answer.headers.get('x-router-target'),
    requestId: answer.headers.get('x-request-id') ?? '',
  };
}

function decisionOf(requestId: string): Promise<UsageRow> {
  return waitFor(
    async () => {
      const { rows } = await sql<UsageRow>`
        select * from request_routing_decisions where request_id = ${requestId}`.execute(stack.database);
      return rows[0];
    },
    { what: `the decision of ${requestId}` },
  );
}

describe('a service that decides', () => {
  it('is followed, is told how the request ended, and leaves its word in the ledger', async () => {
    const answer = await ask('decides');
    expect(answer).toMatchObject({ status: 200, target: 'decides-2/simulated' });
    const decision = await decisionOf(answer.requestId);
    expect(decision).toMatchObject({
      ...{ strategy: 'external', policy_kind: 'external', policy_outcome: 'used', policy_error: null },
      ...{ policy_choice: 'decides-2/simulated', class_label: 'small', selected_target: 'decides-2/simulated' },
    });
    const question = service.asked.find(({ body }) => body['requestId'] === answer.requestId);
    expect(question).toMatchObject({
      headers: { authorization: 'Bearer planted-policy-token' },
      body: {
        schema: 'smart-router.route.v1',
        group: 'decides',
        conversationKey: decision['conversation_key'],
        targets: [
          { index: 0, id: 'decides-1/simulated' },
          { index: 1, inputPricePerMillionUsd: 1 },
        ],
      },
    });
    expect(JSON.stringify(question)).not.toContain('a word of a user');
    const feedback = await waitFor(() => service.asked.find(({ path }) => path === '/decides/feedback'));
    expect(feedback).toMatchObject({
      headers: { 'idempotency-key': answer.requestId },
      body: {
        requestId: answer.requestId,
        status: 200,
        target: 'decides-2/simulated',
        policy: { classLabel: 'small' },
      },
    });
  });

  it('may name one target alone, and is sent the body only where the configuration says so', async () => {
    expect(await ask('alone')).toMatchObject({ status: 200, target: 'alone-2/simulated' });
    await ask('curious');
    const { body } = await waitFor(() => service.asked.find(({ path }) => path === '/decides/curious'));
    expect(body).toMatchObject({ requestBody: { messages: [{ content: 'a word of a user' }] } });
  });
});

describe.each(failures)('a service that %s', (name, error) => {
  it('fails the request in time, which says so and nothing else', async () => {
    const answer = await ask(name);
    expect(answer).toMatchObject({ status: 502, type: 'routing-policy-error' });
    expect(await decisionOf(answer.requestId)).toMatchObject({
      ...{ policy_outcome: 'refused', policy_error: error, policy_choice: null, selected_target: null },
    });
  });

  it('leaves the configured order where the configuration says so', async () => {
    const answer = await ask(`${name}-open`);
    expect(answer).toMatchObject({ status: 200, target: `${name}-open-1/simulated` });
    expect(await decisionOf(answer.requestId)).toMatchObject({ policy_outcome: 'fallback', policy_error: error });
  });
});

it('is asked by no more than its concurrency, and whoever comes beyond goes on at once', async () => {
  // So few that they are through long before the service is out of time, on a busy machine too.
  const [all, asked] = [24, 4];
  const early: Answered[] = [];
  const asking = Array.from({ length: all }, async () => {
    const answer = await ask('crowded');
    if (early.length < all - asked) early.push(answer);
    return answer;
  });
  // Nobody was answered by the service yet.
  await waitFor(() => early.length === all - asked && held.length === asked);
  expect(early.every(({ status, target }) => status === 200 && target === 'crowded-1/simulated')).toBe(true);
  expect(held.splice(0).map((release) => release())).toHaveLength(asked);
  const answers = await Promise.all(asking);
  expect(answers.filter(({ target }) => target === 'crowded-2/simulated')).toHaveLength(asked);
  const errors = await waitFor(async () => {
    const { rows } = await sql<UsageRow>`
      select policy_error, count(*)::int as count from request_routing_decisions
      where request_id in (${sql.join(answers.map(({ requestId }) => requestId))})
      group by policy_error order by policy_error`.execute(stack.database);
    return rows.reduce((sum, { count }) => sum + Number(count), 0) === all && rows;
  });
  expect(errors).toEqual([
    { policy_error: 'busy', count: all - asked },
    { policy_error: null, count: asked },
  ]);
});

describe('a service that is not followed', () => {
  it('is not asked at all in the mode baseline', async () => {
    const before = service.asked.length;
    const answer = await ask('baseline');
    expect(answer).toMatchObject({ status: 200, target: 'baseline-1/simulated' });
    expect(await decisionOf(answer.requestId)).toMatchObject({ policy_outcome: 'baseline', policy_choice: null });
    expect(service.asked.slice(before)).toEqual([]);
  });

  it('is listened to in the mode shadow, and told how the request ended', async () => {
    const answer = await ask('shadow');
    expect(answer).toMatchObject({ status: 200, target: 'shadow-1/simulated' });
    expect(await decisionOf(answer.requestId)).toMatchObject({
      ...{ policy_outcome: 'shadow', policy_choice: 'shadow-2/simulated', selected_target: 'shadow-1/simulated' },
      ...{ class_label: 'small' },
    });
    await waitFor(() => service.asked.some(({ headers }) => headers['idempotency-key'] === answer.requestId));
    const metrics = await (await fetch(`${stack.gateway.adminUrl}/metrics`)).text();
    expect(metrics).toContain('smart_router_policy_shadow_total{group="shadow",agreement="other"} 1');
  });

  it('delays nobody in the mode shadow, whatever it does', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask('shadow-hangs')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    // Nothing was answered yet, and nothing will be for a long time.
    const decision = await decisionOf(answers[0]?.requestId ?? '');
    expect(decision).toMatchObject({ policy_outcome: 'shadow', policy_ms: null, policy_error: null });
  });
});

it('hears no more of a caller who left, and the ledger says that it left', async () => {
  const leave = askAndLeave('patient');
  const question = await waitFor(() => service.asked.find(({ path }) => path === '/hangs/patient'));
  leave();
  await question.closed;
  const row = await stack.usageRow('patient');
  expect(row).toMatchObject({ status: 499, error_type: 'client-closed-request' });
  expect(await decisionOf(String(row['request_id']))).toMatchObject({ policy_outcome: 'refused', policy_error: null });
});

/** Asks over a connection of its own, so that nothing is left of it. */
function askAndLeave(model: string): () => void {
  const headers = { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json' };
  const asking = request(`${stack.gateway.url}/v1/chat/completions`, { method: 'POST', headers, agent: false });
  asking.on('error', () => undefined); // whoever leaves breaks it off
  asking.end(JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }] }));
  return () => asking.destroy();
}
