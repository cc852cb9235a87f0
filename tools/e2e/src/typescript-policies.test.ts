import { sql } from 'kysely';
import { waitFor } from '@smart-router/dev-services';
import { startStackWith, type Stack, type UsageRow } from './start-stack.js';
import { targetConfig, type TestGroup } from './target-config.js';

/** What a policy does, the errors it may end in, and its code. */
const failing: readonly (readonly [string, readonly string[], string])[] = [
  ['loops', ['timeout', 'circuit-open'], 'for (;;);'],
  ['loops-natively', ['timeout', 'circuit-open'], `/^(a+)+$/.test('a'.repeat(50) + 'b')`],
  ['allocates', ['memory', 'timeout', 'circuit-open'], 'const all = []; for (;;) all.push(Array(1000).fill(1));'],
  ['throws', ['threw'], 'throw new Error("no");'],
  ['returns-nonsense', ['invalid-decision'], 'return "the second";'],
  ['names-a-stranger', ['invalid-decision'], 'return { target: "openai/gpt-5" };'],
  ['asks-for-process', ['threw'], 'return process.env;'],
  ['requires', ['threw'], 'return globalThis["require"]("node:fs");'],
  ['fetches', ['threw'], 'return fetch("http://169.254.169.254/latest/meta-data/");'],
  [
    ...['fetches-metadata', ['threw']],
    'return router.fetchJSON("http://169.254.169.254/latest/meta-data/").then(() => ({ target: 1 }));',
  ],
  ['fetches-a-redirect', ['threw'], 'return router.fetchJSON("http://127.0.0.1:9/").then(() => ({ target: 1 }));'],
].map(([name, errors, body]) => [name, errors, body] as [string, readonly string[], string]);

const onErrors = ['fail_closed', 'fallback'] as const;

const file = (name: string) => `policies/${name}.ts`;

/** Two targets; the policy of the group would have the second first. */
function scripted(name: string, policy: string, typescript: object): TestGroup {
  return {
    name,
    targets: [
      { dialect: 'openai-chat', model: 'sim-ok+one' },
      { dialect: 'openai-chat', model: 'sim-ok+two' },
    ],
    options: { strategy: 'typescript', typescript: { file: file(policy), timeout_ms: 10_000, ...typescript } },
  };
}

const http = { enabled: true, allow_hosts: ['169.254.169.254'], allow_http: true };

const groups: readonly TestGroup[] = [
  scripted('second', 'second', {}),
  scripted('alone', 'alone', {}),
  ...failing.flatMap(([name, errors]) => {
    const hasty = errors.includes('timeout') ? { timeout_ms: 1_000 } : {};
    return onErrors.map((on_error) =>
      scripted(`${name}-${on_error}`, name, { on_error, memory_mb: 16, http, ...hasty }),
    );
  }),
];

const files = Object.fromEntries([
  [
    file('second'),
    `import { label } from './lib/label.js';\nexport const route = () => ({ target: 1, classLabel: label });`,
  ],
  ['policies/lib/label.ts', `export const label: string = 'always-second';`],
  [file('alone'), `export const route = ({ targets }) => ({ target: targets[1].id, fallbacks: [] });`],
  ...failing.map(([name, , body]) => [file(name), `export function route(context: any): any {\n  ${body}\n}\n`]),
]);

const lines: string[] = [];
let stack: Stack;
beforeAll(async () => {
  const logTo = { write: (line: string) => void lines.push(line) };
  stack = await startStackWith((places) => targetConfig(groups, places), { files, logTo });
});
afterAll(() => stack.close());

async function ask(model: string) {
  const answer = await fetch(`${stack.gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }] }),
  });
  return {
    status: answer.status,
    requestId: answer.headers.get('x-request-id') ?? '',
    target: answer.headers.get('x-router-target'),
    body: (await answer.json()) as { readonly error?: { readonly type: string; readonly message: string } },
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

it('sends a request where the code of the operator says', async () => {
  const { status, target, requestId } = await ask('second');
  expect([status, target]).toEqual([200, 'second-2/simulated']);
  expect(await decisionOf(requestId)).toMatchObject({
    ...{ strategy: 'typescript', selected_target: 'second-2/simulated', fallback_count: 1 },
    ...{ policy_kind: 'typescript', policy_outcome: 'used', policy_error: null, class_label: 'always-second' },
    policy_choice: 'second-2/simulated',
  });
});

it('has no fallback where the code wants none', async () => {
  const { target, requestId } = await ask('alone');
  expect(target).toBe('alone-2/simulated');
  expect(await decisionOf(requestId)).toMatchObject({ fallback_count: 0 });
});

describe.each(failing)('a policy that %s', (name, errors) => {
  it('fails the request where it is to fail closed, and says so without its own words', async () => {
    const { status, body, requestId } = await ask(`${name}-fail_closed`);
    expect([status, body.error?.type]).toEqual([502, 'routing-policy-error']);
    expect(errors.map((error) => body.error?.message.endsWith(`failed: ${error}`))).toContain(true);
    const decision = await decisionOf(requestId);
    expect(decision).toMatchObject({ policy_outcome: 'refused', selected_target: null, policy_choice: null });
    expect(errors).toContain(decision['policy_error']);
  });

  it('leaves the configured order where it is to fall back', async () => {
    const { status, target, requestId } = await ask(`${name}-fallback`);
    expect([status, target]).toEqual([200, `${name}-fallback-1/simulated`]);
    const decision = await decisionOf(requestId);
    expect(decision).toMatchObject({ policy_outcome: 'fallback', selected_target: `${name}-fallback-1/simulated` });
    expect(errors).toContain(decision['policy_error']);
  });

  it('is told of in the log', () => expect(errors).toContain(failureOf(`${name}-fallback`)?.['error']));
});

it('names the line of the author in the log', () => {
  expect(failureOf('throws-fallback')).toMatchObject({
    message: 'Error: no',
    at: [expect.stringMatching(/^throws\.ts:2:/)],
  });
});

/** What the log tells of the policy of a group. */
function failureOf(group: string): Readonly<Record<string, unknown>> | undefined {
  const told = lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>); // JSON lines
  return told.find((line) => line['msg'] === 'policy failed' && line['group'] === group);
}
