import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runOperator, type Run } from '../testing/run-operator.js';

const directory = mkdtempSync(join(tmpdir(), 'explain-'));
const config = join(directory, 'smart-router.yaml');
writeFileSync(
  config,
  `
providers:
  lab:
    dialect: openai-chat
    base_url: http://127.0.0.1:9/v1
    credentials: [{ id: main, key: { env: NOT_SET_ANYWHERE } }]
    models:
      large: { context_tokens: 100000, capabilities: { tools: true } }
      small: { context_tokens: 200 }
  house:
    dialect: openai-responses
    base_url: http://127.0.0.1:9/v1
    auth: none
    models: { large: { context_tokens: 100000 } }
model_groups:
  chat: { targets: [{ provider: lab, model: small }, { provider: lab, model: large }] }
  drawn: { strategy: weighted, targets: [{ provider: lab, model: small, weight: 1 }, { provider: lab, model: large, weight: 4 }] }
  careful:
    targets: [{ provider: lab, model: small }, { provider: lab, model: large }]
    contract: { supported_dialects: [openai-chat], required_capabilities: { tools: true } }
  coded: { strategy: typescript, typescript: { file: route.ts, timeout_ms: 10000 }, targets: [{ provider: lab, model: small }, { provider: lab, model: large }] }
  asked:
    strategy: external
    external: { url: "http://127.0.0.1:9/route", allow_hosts: [127.0.0.1], on_error: fallback, timeout_ms: 10000 }
    targets: [{ provider: lab, model: small }, { provider: lab, model: large }]
  compacting: { targets: [{ provider: lab, model: large }, { provider: house, model: large }] }
server: { default_model_group: chat }
`,
);
writeFileSync(
  join(directory, 'route.ts'),
  `import type { RouteContext, RouteDecision } from '@smart-router/policies';
export function route({ targets }: RouteContext): RouteDecision {
  return { target: targets.length - 1, classLabel: 'the_last' };
}
`,
);

let bodies = 0;

/** Runs the command with a body in a file. */
function explain(body: unknown, more = '', env: Readonly<Record<string, string>> = {}): Promise<Run> {
  const file = join(directory, `body-${(bodies += 1)}.json`);
  writeFileSync(file, typeof body === 'string' ? body : JSON.stringify(body));
  return operate(`explain ${file} --config ${config}${more}`, env);
}

const operate = (line: string, env: Readonly<Record<string, string>> = {}): Promise<Run> =>
  runOperator(line, { env, now: Date.UTC(2026, 10, 21) });

const messages = [{ role: 'user', content: 'Hello' }];

describe('smart-router explain', () => {
  it('lets no body give orders to the terminal', async () => {
    const told = await explain({ model: 'chat', messages, tools: [{ type: '\u001b[2Jgone' }] });
    expect(told.out).toContain('\ufffd[2Jgone');
    const refused = await explain({ model: '\u001b[2Jgone', messages }, ' --group no\u001bgroup');
    expect(told.out + told.err + refused.out + refused.err).not.toContain('\u001b');
  });

  it('tells in words how a body would be routed, and needs nothing but the configuration', async () => {
    const { code, out, err } = await explain({ messages, max_completion_tokens: 500 });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const [first, ...rest] = out.trimEnd().split('\n');
    expect(first).toMatch(
      /^A request of openai-chat to the group chat: \d+ tokens? in as estimated, at most 500 out\. It needs text, max_tokens\.$/,
    );
    expect(rest).toEqual([
      '1 of 2 targets can serve it.',
      expect.stringMatching(
        /^lab\/small cannot: its context holds 200 tokens, and .* 500 out, as estimated \(context\)\.$/,
      ),
      'The plan by failover: lab/large.',
      'By the configuration alone: nothing was observed, no conversation is known, and no provider was asked.',
      'Whether a target pauses or has room is not looked at: that is found out when it is asked.',
    ]);
  });

  it('tells the same in JSON, of another group where one is named', async () => {
    const { code, out } = await explain({ messages }, ' --group drawn --format json');
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      {
        ...{ object: 'route.explanation', group: 'drawn', strategy: 'weighted', refusal: null },
        targets: [
          { target: 'lab/small', first_share: 0.2 },
          { target: 'lab/large', first_share: 0.8 },
        ],
      },
    ]);
  });

  it('ends with 1 when nobody could serve it', async () => {
    const { code, out } = await explain({ input: 'Hello', model: 'careful' });
    expect(code).toBe(1);
    expect(out).toContain(
      'lab/small cannot: the contract offers openai-chat, and the caller speaks openai-responses (contract-dialect); ' +
        'by the contract it lacks tools (contract-capability).',
    );
    expect(out).toContain('It would be refused: no-eligible-target, model "careful" does not serve openai-responses');
  });

  it.each<[string, () => Promise<Run>, RegExp]>([
    [
      'a body that may be of several dialects',
      () => explain({ messages, max_tokens: 5 }),
      /of several dialects.*; name it with --dialect$/m,
    ],
    ['a body that is none', () => explain('{"a":'), /JSON/],
    [
      'a group that is not there',
      () => explain({ messages }, ' --group nowhere'),
      /should be a group of the configuration, one of chat, .*, got "nowhere"/,
    ],
    ['an unknown dialect', () => explain({ messages }, ' --dialect klingon'), /openai-chat/],
    ['a file that is not there', () => operate(`explain /nowhere.json --config ${config}`), /cannot be read: .*ENOENT/],
    ['no configuration', () => operate('explain /nowhere.json --config /nowhere.yaml'), /is not valid/],
  ])('ends with 2 for %s', async (_what, run, words) => {
    const { code, out, err } = await run();
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(words);
  });

  it('takes the dialect that is named where a body does not tell', async () => {
    const { code, out } = await explain({ messages, max_tokens: 5 }, ' --dialect anthropic-messages');
    expect(code).toBe(0);
    expect(out).toContain('A request of anthropic-messages to the group chat');
  });

  it('explains a compaction as the request would be answered: by a target of Responses, and else with 2', async () => {
    const compaction = { model: 'chat', input: 'A long story' };
    const { code, err } = await explain(compaction, ' --compact');
    expect([code, err]).toEqual([2, expect.stringContaining('compaction needs a target that speaks Responses')]);
    expect((await explain(compaction, ' --compact --dialect openai-chat')).err).toContain(
      'should be of openai-responses',
    );
    const told = await explain({ ...compaction, model: 'compacting' }, ' --compact');
    expect([told.code, told.out]).toEqual([0, expect.stringContaining('The plan by failover: house/large.')]);
    expect(told.out).toMatch(/^A compaction of openai-responses to the group compacting: /);
  });

  it('runs the code of a policy', async () => {
    const { code, out, err } = await explain({ messages }, ' --group coded');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /The typescript policy put the targets in order; it took \d+ ms; its choice is lab\/large; its class is the_last\./,
    );
    expect(out).toContain('The plan by typescript: lab/large, then lab/small.');
  });

  it('asks no service unless it is told to, and tells the configured order', async () => {
    const { code, out } = await explain({ messages }, ' --group asked');
    expect(code).toBe(0);
    expect(out).toContain('The plan by external: lab/small, then lab/large.');
    expect(out).toContain('The policy of the group was not asked: this is the configured order.');
    const secrets = { NOT_SET_ANYWHERE: 'sk-1', DATABASE_URL: 'postgres://127.0.0.1/none' };
    const asked = await explain({ messages }, ' --group asked --ask-external', secrets);
    expect(asked.code).toBe(0);
    expect(asked.out).toMatch(
      /The external policy failed, and the configured order is kept; .* its error is unreachable\./,
    );
    expect(asked.err).toContain('the policy of asked failed: unreachable');
  });
});
