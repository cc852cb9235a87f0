import { request, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@smart-router/dev-services';
import { callerRequests } from './caller-requests.js';
import { lanes } from './fault-cases.js';
import { faultConfig, faultyModel, type FaultCase } from './fault-config.js';
import { startStackWith, type Stack } from './start-stack.js';

/** What each group's target does, and the limits a caller's behaviour must not run into. */
const manners = {
  silent: { fault: 'silence', timeouts: {} },
  talkative: { fault: 'ok+tokens-100000+pace-5', timeouts: {} },
  overflowing: { fault: 'ok+tokens-300000', timeouts: { idle_ms: 500 } },
  enormous: { fault: 'ten-megabytes', timeouts: {} },
} as const;

const kinds = ['unary', 'stream'] as const;

const caseOf = (
  manner: keyof typeof manners,
  lane: (typeof lanes)[number],
  kind: (typeof kinds)[number],
): FaultCase => {
  const [callerDialect, targetDialect] = lane;
  const name = [manner, callerDialect, targetDialect, kind].join('.').replaceAll(/openai-|anthropic-/g, '');
  return { name, ...manners[manner], callerDialect, targetDialect, stream: kind === 'stream', targets: 'one' };
};

/** Lanes whose answers are larger than the buffers of all the sockets; events of Messages are too small for that. */
const slowLanes = lanes.filter((lane) => !lane.includes('anthropic-messages'));

const manner = (name: keyof typeof manners) => lanes.flatMap((lane) => kinds.map((kind) => caseOf(name, lane, kind)));

let stack: Stack;

beforeAll(async () => {
  const cases = [...manner('silent'), ...manner('talkative'), ...manner('overflowing'), ...manner('enormous')];
  stack = await startStackWith((places) => faultConfig({ ...places, cases }));
}, 60_000);
afterAll(() => stack.close());

describe('a caller that goes', () => {
  it('before anything came ends the call at the provider at once, and nobody else is asked', async () => {
    await Promise.all(
      manner('silent').map(async (fault) => {
        const leaving = new AbortController();
        const answer = ask(fault, leaving.signal).catch(() => 'broken off');
        await waitFor(() => seen(fault).length === 1);
        leaving.abort();
        expect(await answer).toBe('broken off');
        await expectCallerGone(fault);
      }),
    );
  });

  it('in the middle of a stream ends the call at the provider at once', async () => {
    const streams = manner('talkative').filter(({ stream }) => stream);
    await Promise.all(
      streams.map(async (fault) => {
        const leaving = new AbortController();
        const answer = await ask(fault, leaving.signal);
        await firstBytes(answer, 2000);
        leaving.abort();
        await expectCallerGone(fault);
      }),
    );
  });
});

describe('a caller that reads slowly', () => {
  it.each(slowLanes)('holds the provider up, and then gets all of it: %s from %s', async (...lane) => {
    const fault = caseOf('overflowing', lane, 'stream');
    const answer = await ask(fault);
    answer.pause();
    await sleep(1500);
    expect(seen(fault)).toMatchObject([{ endedAtMs: undefined, aborted: false }]);
    const { text } = await readAll(answer);
    expect(text.includes(callerRequests[fault.callerDialect].terminal)).toBe(true);
    expect(await stack.usageRow(fault.name)).toMatchObject({ status: 200, error_type: null, output_tokens: 300_000n });
  });
});

describe('ten megabytes', () => {
  it.each(manner('enormous').map((fault) => [fault.name, fault] as const))(
    'reach the caller: %s',
    async (_name, fault) => {
      const { bytes, text } = await readAll(await ask(fault));
      expect(bytes).toBeGreaterThan(10_000_000);
      expect(!fault.stream || text.includes(callerRequests[fault.callerDialect].terminal)).toBe(true);
      expect(await stack.usageRow(fault.name)).toMatchObject({ status: 200, error_type: null, attempt_count: 1 });
    },
  );
});

const seen = (fault: FaultCase) => stack.provider.requests().filter(({ model }) => model === faultyModel(fault));

/** The provider saw one call, and saw it end well before anything else could have ended it. */
async function expectCallerGone(fault: FaultCase): Promise<void> {
  await waitFor(() => seen(fault)[0]?.aborted === true, { what: `the end of ${fault.name}` });
  expect(await stack.usageRow(fault.name)).toMatchObject({
    ...{ status: 499, error_type: 'client-closed-request', error_class: 'caller_gone' },
    ...{ attempt_count: 1, attempt_rows: 1 },
  });
  expect(seen(fault)).toHaveLength(1);
}

function ask(fault: FaultCase, signal?: AbortSignal): Promise<IncomingMessage> {
  const { path, body } = callerRequests[fault.callerDialect];
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${stack.token}` };
    const call = request(
      `${stack.gateway.url}${path}`,
      { method: 'POST', headers, ...(signal ? { signal } : {}) },
      resolve,
    );
    call.on('error', reject);
    call.end(JSON.stringify({ ...body, model: fault.name, stream: fault.stream }));
  });
}

function firstBytes(answer: IncomingMessage, count: number): Promise<void> {
  answer.on('error', () => undefined); // the caller breaks it off itself
  return new Promise((resolve) => {
    let bytes = 0;
    answer.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes >= count) resolve();
    });
  });
}

/** The event that ends Responses repeats the whole text, so everything is kept. */
async function readAll(answer: IncomingMessage): Promise<{ readonly bytes: number; readonly text: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer); // a response without an encoding yields Buffers
  const whole = Buffer.concat(chunks);
  return { bytes: whole.length, text: whole.toString('latin1') };
}
