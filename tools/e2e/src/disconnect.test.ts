import { request } from 'node:http';
import { waitFor } from '@smart-router/dev-services';
import { laneDialects, type LaneDialect } from './lane-config.js';
import { startStackWith, type Stack, type UsageRow } from './start-stack.js';
import { targetConfig } from './target-config.js';

/** So slow that the caller has left long before the end; who is cancelled would go on for minutes. */
const paced = { drain: 'sim-ok+tokens-30+pace-60', cancel: 'sim-ok+tokens-3000+pace-60' };
const streams = [true, false] as const;
const nameOf = (dialect: LaneDialect, target: LaneDialect, stream: boolean) =>
  `${dialect}.${target}.${stream ? 'stream' : 'unary'}`;

/** Every caller on its own lane and on a translated one, streaming and not. */
const cases = laneDialects.flatMap((dialect, index) =>
  [dialect, laneDialects[(index + 1) % laneDialects.length] ?? dialect].flatMap((target) =>
    streams.map((stream) => ({ dialect, target, stream, name: nameOf(dialect, target, stream) })),
  ),
);

const paths: Readonly<Record<LaneDialect, string>> = {
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
  'anthropic-messages': '/v1/messages',
};

const bodyOf = (dialect: LaneDialect, model: string, stream: boolean) =>
  dialect === 'openai-responses'
    ? { model, stream, input: 'Hello' }
    : { model, stream, max_tokens: 1000, messages: [{ role: 'user', content: 'Hello' }] };

/** Asks and leaves: after the first bytes of a stream, or once the provider was asked. */
async function askAndLeave(stack: Stack, { dialect, stream, name }: (typeof cases)[number]): Promise<void> {
  const headers = { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json' };
  const asking = request(`${stack.gateway.url}${paths[dialect]}`, { method: 'POST', headers, agent: false });
  asking.on('error', () => undefined); // it is left on purpose
  const answered = new Promise<void>((resolve) =>
    asking.on('response', (response) => response.once('data', () => resolve())),
  );
  asking.end(JSON.stringify(bodyOf(dialect, name, stream)));
  if (stream) await answered;
  else await waitFor(() => stack.provider.requests().some(({ model }) => model.endsWith(name)));
  asking.destroy();
}

describe.each(['cancel', 'drain'] as const)('with on_disconnect: %s', (manner) => {
  let stack: Stack;
  beforeAll(async () => {
    const groups = cases.map(({ name, target }) => ({
      name,
      targets: [{ dialect: target, model: `${paced[manner]}+${name}` }],
    }));
    stack = await startStackWith((places) => targetConfig(groups, places, { on_disconnect: manner }));
  });
  afterAll(() => stack.close());

  it('the row of a caller who left says so, and what the provider told of its usage', async () => {
    const told = await Promise.all(
      cases.map(async (one) => {
        await askAndLeave(stack, one);
        const row = await stack.usageRow(one.name);
        const seen = stack.provider.requests().find(({ model }) => model.endsWith(one.name));
        await waitFor(() => seen?.endedAtMs !== undefined, { what: 'the provider to be done' });
        return [one.name, { ...storyOf(row), aborted: seen?.aborted }] as const;
      }),
    );
    const story = manner === 'drain' ? { tokens: 30n, basis: 'computed', aborted: false } : { aborted: true };
    const common = { status: 499, type: 'client-closed-request', on: manner, attempts: 1 };
    expect(Object.fromEntries(told)).toMatchObject(
      Object.fromEntries(cases.map(({ name }) => [name, { ...common, ...story }])),
    );
  });
});

it('a gateway that stops while it drains waits for the usage', async () => {
  const [one] = cases;
  if (one === undefined) throw new Error('there is no case');
  const group = { name: one.name, targets: [{ dialect: one.target, model: `${paced.drain}+${one.name}` }] };
  const stack = await startStackWith((places) => targetConfig([group], places, { on_disconnect: 'drain' }));
  await askAndLeave(stack, one);
  await stack.stopGateway();
  expect(storyOf(await stack.usageRow(one.name))).toMatchObject({ status: 499, on: 'drain', tokens: 30n });
  await stack.close();
});

const storyOf = (row: UsageRow) => ({
  status: row['status'],
  type: row['error_type'],
  on: row['on_disconnect'],
  attempts: row['attempt_count'],
  tokens: row['output_tokens'],
  basis: row['cost_basis'],
});
