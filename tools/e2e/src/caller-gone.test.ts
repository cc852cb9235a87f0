import { request, type ClientRequest } from 'node:http';
import { waitFor } from '@smart-router/dev-services';
import { startStackWith, type Stack } from './start-stack.js';
import { targetConfig } from './target-config.js';

/** When callers leave: what the provider does meanwhile. */
const moments = {
  'before-headers': 'sim-silence',
  'before-the-first-token': 'sim-first-token-late+wait-60000',
  'mid-stream': 'sim-stall-for-ever',
  'between-attempts': 'sim-429-hint-lasting+wait-20000',
} as const;

type Moment = keyof typeof moments;

const cases = (Object.keys(moments) as Moment[]).flatMap((moment) =>
  [true, false].map((stream) => ({ moment, stream, name: `${moment}.${stream ? 'stream' : 'unary'}` })),
);

let stack: Stack;
beforeAll(async () => {
  const groups = [...cases, { moment: 'before-headers', name: 'upload' } as const].map(({ moment, name }) => ({
    name,
    targets: [{ dialect: 'openai-chat' as const, model: `${moments[moment]}+${name}` }],
  }));
  stack = await startStackWith((places) => targetConfig(groups, places));
});
afterAll(() => stack.close());

const seenOf = (name: string) => stack.provider.requests().filter(({ model }) => model.endsWith(`+${name}`));
const bodyOf = (model: string, stream: boolean) =>
  JSON.stringify({ model, stream, messages: [{ role: 'user', content: 'Hello' }] });

function open(headers: Readonly<Record<string, string>> = {}): ClientRequest {
  const asking = request(`${stack.gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stack.token}`, 'content-type': 'application/json', ...headers },
    agent: false,
  });
  return asking.on('error', () => undefined); // it is left on purpose
}

it.each(cases)(
  '$name: the provider sees the caller leave, and is not asked again',
  async ({ moment, stream, name }) => {
    const asking = open();
    asking.end(bodyOf(name, stream));
    const [seen] = await waitFor(() => {
      const all = seenOf(name);
      return all.length > 0 && (moment !== 'between-attempts' || all[0]?.endedAtMs !== undefined) && all;
    });
    asking.destroy();
    const row = await stack.usageRow(name);
    expect([row['status'], row['error_type'], row['attempt_count']]).toEqual([499, 'client-closed-request', 1]);
    // A refusal had ended by itself.
    if (moment !== 'between-attempts') await waitFor(() => seen?.aborted, { what: 'the provider to see it' });
    expect(seenOf(name)).toHaveLength(1);
  },
);

it('upload: a caller who leaves before its body was whole is never heard of at the provider', async () => {
  const asking = open({ 'content-length': '100000' });
  asking.write(bodyOf('upload', false).slice(0, 20));
  await waitFor(() => asking.socket?.bytesWritten !== undefined && asking.socket.bytesWritten > 20);
  asking.destroy();
  await waitFor(async () => (await fetch(`${stack.gateway.url}/readyz`)).ok);
  expect(seenOf('upload')).toEqual([]);
});
