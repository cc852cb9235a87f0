import { sql } from 'kysely';
import { waitFor } from '@smart-router/dev-services';
import { startStackWith, type Stack } from './start-stack.js';
import { targetConfig, type TestGroup, type TestTarget } from './target-config.js';

const target = (model: string, more: Partial<TestTarget> = {}): TestTarget => ({
  dialect: 'openai-chat',
  model,
  ...more,
});
const warm = (name: string, first: TestTarget, ttlMs = 600_000): TestGroup => ({
  name,
  targets: [first, target(`sim-ok+${name}`)],
  options: { affinity: { enabled: true, ttl_ms: ttlMs }, retry: { same_target: 0 } },
});

const groups: readonly TestGroup[] = [
  warm('moves', target('sim-503-once+moves')),
  warm('isolated', target('sim-503-once+isolated')),
  warm('expires', target('sim-503-once+expires'), 1),
  { ...warm('indifferent', target('sim-503-once+indifferent')), options: { retry: { same_target: 0 } } },
  {
    ...warm('shrinks', target('sim-503-once+shrinks')),
    targets: [target('sim-503-once+shrinks'), target('sim-ok+small', { contextTokens: 2_000 })],
  },
];

let stack: Stack;
beforeAll(async () => {
  stack = await startStackWith((places) => targetConfig(groups, places));
});
afterAll(() => stack.close());

interface Said {
  readonly token?: string;
  readonly first?: string;
  readonly more?: readonly string[];
}

/** The place of the target that served, 1 for the first of the group, and the request's id. */
async function ask(model: string, { token = stack.token, first = 'Hello', more = [] }: Said = {}) {
  const said = [first, ...more];
  const messages = said.flatMap((content, index) => [
    { role: 'user', content },
    ...(index < said.length - 1 ? [{ role: 'assistant', content: 'Yes?' }] : []),
  ]);
  const answer = await fetch(`${stack.gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages }),
  });
  await answer.text();
  expect(answer.status).toBe(200);
  const place = answer.headers.get('x-router-target')?.match(/-(\d)\//)?.[1];
  return { place: Number(place), requestId: answer.headers.get('x-request-id') ?? '' };
}

async function decisionOf({ requestId }: { readonly requestId: string }) {
  return waitFor(
    async () => {
      const { rows } = await sql<Readonly<Record<string, unknown>>>`
        select affinity, conversation_key from request_routing_decisions where request_id = ${requestId}`.execute(
        stack.database,
      );
      return rows[0];
    },
    { what: `the decision of ${requestId}` },
  );
}

it('sends a conversation to the target that served it last, here the fallback of its first request', async () => {
  const opened = await ask('moves');
  const went = await ask('moves', { more: ['And?'] });
  const other = await ask('moves', { first: 'Something else' });
  expect([opened.place, went.place, other.place]).toEqual([2, 2, 1]);
  const [first, second, third] = [await decisionOf(opened), await decisionOf(went), await decisionOf(other)];
  expect([first['affinity'], second['affinity'], third['affinity']]).toEqual(['miss', 'hit', 'miss']);
  expect(second['conversation_key']).toMatch(/^ck_[0-9a-f]{32}$/);
  expect(second['conversation_key']).toBe(first['conversation_key']);
  expect(third['conversation_key']).not.toBe(first['conversation_key']);
});

it('keeps the conversations of two keys apart that say the same', async () => {
  const token = await stack.issue({ user: 'mallory', allow: ['*'] });
  expect((await ask('isolated')).place).toBe(2);
  const stranger = await waitFor(async () => {
    const asked = await ask('isolated', { token }).catch(() => undefined); // the token is new
    return asked;
  });
  expect(stranger.place).toBe(1);
  const [own, theirs] = [await decisionOf(await ask('isolated')), await decisionOf(stranger)];
  expect(theirs).toMatchObject({ affinity: 'miss' });
  expect(theirs['conversation_key']).not.toBe(own['conversation_key']);
});

it('forgets after the time that the group says', async () => {
  expect((await ask('expires')).place).toBe(2);
  await waitFor(async () => (await ask('expires', { more: ['And?'] })).place === 1);
});

it('prefers nobody where affinity is off, and looks for no conversation', async () => {
  const opened = await ask('indifferent');
  const went = await ask('indifferent', { more: ['And?'] });
  expect([opened.place, went.place]).toEqual([2, 1]);
  expect(await decisionOf(went)).toEqual({ affinity: null, conversation_key: null });
});

it('never brings back a target that cannot serve the request', async () => {
  expect((await ask('shrinks')).place).toBe(2);
  const went = await ask('shrinks', { more: ['a rather long story '.repeat(1_000)] });
  expect(went.place).toBe(1);
  expect(await decisionOf(went)).toMatchObject({ affinity: 'ineligible' });
});
