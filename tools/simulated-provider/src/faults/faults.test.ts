import { request, type IncomingHttpHeaders } from 'node:http';
import { createGunzip } from 'node:zlib';
import { startSimulatedProvider, type SimulatedProvider } from '../index.js';
import { faults } from './faults.js';

let provider: SimulatedProvider;
let clock = 0;

beforeAll(async () => {
  provider = await startSimulatedProvider({ now: () => clock });
});
afterAll(() => provider.close());
beforeEach(() => provider.reset());

const paths = {
  chat: '/v1/chat/completions',
  responses: '/v1/responses',
  messages: '/v1/messages',
} as const;

type Family = keyof typeof paths;
const families: readonly Family[] = ['chat', 'responses', 'messages'];
const ways = [true, false];

/** What came back: `ended` says how the connection ended. */
interface Seen {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly ended: 'complete' | 'broken' | 'reset' | 'silent';
}

interface Ask {
  readonly family: Family;
  readonly model: string;
  readonly stream: boolean;
  readonly more?: object;
}

/** Long enough for what comes before a silence to arrive on a busy machine. */
const silenceMs = 1500;

/** Asks, and gives up after so many milliseconds without a byte. */
function ask({ family, model, stream, more }: Ask, patienceMs = 5000): Promise<Seen> {
  const messages = [{ role: 'user', content: 'Hello' }];
  const input = family === 'responses' ? { input: messages } : { messages };
  const options = family === 'chat' && stream ? { stream_options: { include_usage: true } } : {};
  const headers = { 'x-sim-run': stream ? 'streamed' : 'whole' };
  const body = JSON.stringify({ model, stream, max_tokens: 100_000, ...input, ...options, ...more });
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve({ ...seen, ended: 'silent' });
      sent.destroy();
    }, patienceMs);
    let seen: Seen = { status: undefined, headers: {}, text: '', ended: 'reset' };
    const sent = request(`${provider.url}${paths[family]}`, { method: 'POST', agent: false, headers }, (response) => {
      const { statusCode: status } = response;
      const source = response.headers['content-encoding'] === 'gzip' ? response.pipe(createGunzip()) : response;
      source.setEncoding('utf8');
      seen = { ...seen, status, headers: response.headers, ended: 'broken' };
      source.on('data', (text: string) => {
        timer.refresh();
        seen = { ...seen, text: seen.text + text };
      });
      source.once('end', () => resolve({ ...seen, ended: 'complete' }));
      response.once('error', () => resolve(seen));
    });
    sent.once('error', () => resolve(seen));
    sent.once('close', () => clearTimeout(timer));
    sent.end(body);
  });
}

const events = (text: string) => text.split('\n\n').filter(Boolean);
const contents = (text: string) => [...text.matchAll(/token-\d+/g)].length;
const askAll = (model: string, patienceMs?: number) =>
  Promise.all(
    families.flatMap((family) =>
      ways.map(async (stream) => ({ family, stream, ...(await ask({ family, model, stream }, patienceMs)) })),
    ),
  );

type Answers = Awaited<ReturnType<typeof askAll>>;
type Check = (answers: Answers, model: string) => void | Promise<void>;

const terminals: Readonly<Record<Family, string>> = {
  chat: 'data: [DONE]',
  responses: 'event: response.completed',
  messages: 'event: message_stop',
};

const expectFine = (answers: Answers) => {
  for (const { family, stream, status, text, ended } of answers) {
    expect({ status, ended }).toEqual({ status: 200, ended: 'complete' });
    if (stream) expect(events(text).at(-1)).toContain(terminals[family]);
    else expect(() => void JSON.parse(text)).not.toThrow();
  }
};

const expectStatus =
  (status: number, anthropicStatus = status): Check =>
  (answers) => {
    for (const answer of answers) {
      const { error } = JSON.parse(answer.text) as { error: { message: string; type: string } };
      expect(answer.status).toBe(answer.family === 'messages' ? anthropicStatus : status);
      expect(error).toEqual(expect.objectContaining({ message: expect.any(String), type: expect.any(String) }));
    }
  };

const expectOnce =
  (first: Check): Check =>
  async (answers, model) => {
    await first(answers, model);
    expectFine(await askAll(model));
  };

const expectHint = (status: number): Check =>
  both(expectStatus(status), (answers) => {
    for (const { headers } of answers) expect(headers['retry-after']).toBe('2');
  });

const expectEnding =
  (ended: Seen['ended']): Check =>
  (answers) =>
    expect(answers.map((answer) => answer.ended)).toEqual(answers.map(() => ended));

function both(...checks: readonly Check[]): Check {
  return async (answers, model) => {
    for (const check of checks) await check(answers, model);
  };
}

const streamed =
  (check: (text: string, family: Family) => void): Check =>
  (answers) => {
    for (const { stream, text, family } of answers) if (stream) check(text, family);
  };

const whole =
  (check: (text: string, family: Family) => void): Check =>
  (answers) => {
    for (const { stream, text, family } of answers) if (!stream) check(text, family);
  };

/** What each fault is seen to do in every dialect, whole and streamed; the model gets these options to be quick. */
const checks: Readonly<
  Record<string, { readonly with?: string; readonly patienceMs?: number; readonly check: Check }>
> = {
  ok: { check: expectFine },
  '429-hint-once': { check: expectOnce(expectHint(429)) },
  '429-hint-lasting': { check: expectHint(429) },
  '429-once': { check: expectOnce(expectStatus(429)) },
  '429-lasting': { check: expectStatus(429) },
  '429-over': {
    with: ':limit-1:tokens-40:pace-10',
    check: both(expectFine, async (_, model) => {
      const two = (await Promise.all([askAll(model), askAll(model)])).flat();
      for (const { family, stream } of two) {
        const alike = two.filter((other) => other.family === family && other.stream === stream);
        expect(alike.map(({ status }) => status).sort()).toEqual([200, 429]);
      }
    }),
  },
  '500-once': { check: expectOnce(expectStatus(500)) },
  '500-lasting': { check: expectStatus(500) },
  '502-lasting': { check: expectStatus(502) },
  '503-once': { check: expectOnce(expectStatus(503)) },
  '503-lasting': { check: both(expectStatus(503), async (_, model) => expectStatus(503)(await askAll(model), model)) },
  '503-hint-lasting': { check: expectHint(503) },
  '503-hint-once': { check: expectOnce(expectHint(503)) },
  '503-for-60s': {
    check: both(expectStatus(503), async (_, model) => {
      clock += 59_999;
      await expectStatus(503)(await askAll(model), model);
      clock += 1;
      expectFine(await askAll(model));
    }),
  },
  '504-lasting': { check: expectStatus(504) },
  '529': { check: expectStatus(529) },
  '529-once': { check: expectOnce(expectStatus(529)) },
  '400': { check: expectStatus(400) },
  '401': { check: expectStatus(401) },
  '402': { check: expectStatus(402) },
  'no-quota': { check: expectStatus(429, 400) },
  '403': { check: expectStatus(403) },
  '404-model': { check: expectStatus(404) },
  '408': { check: expectStatus(408) },
  '409': { check: expectStatus(409) },
  '413': { check: expectStatus(413) },
  '422': { check: expectStatus(422) },
  'context-length': {
    check: both(expectStatus(400), (answers) => {
      for (const { family, text } of answers)
        expect(text).toContain(family === 'messages' ? 'prompt is too long' : 'context_length_exceeded');
    }),
  },
  'content-policy': { check: expectStatus(400) },
  'reject-prefill': {
    check: both(expectFine, async (_, model) => {
      const messages = [
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: 'Good' },
      ];
      const answer = await ask({ family: 'messages', model, stream: false, more: { messages } });
      expect(answer.status).toBe(400);
      expect(answer.text).toContain('prefill');
    }),
  },
  'reject-foreign-proofs': {
    check: both(expectFine, async (_, model) => {
      const thinking = { type: 'thinking', thinking: 'Hm', signature: 'c3RyYW5nZXI=' };
      const messages = [
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: [thinking, { type: 'text', text: 'Yes' }] },
        { role: 'user', content: 'And?' },
      ];
      const answer = await ask({ family: 'messages', model, stream: false, more: { messages } });
      expect(answer.text).toContain('Invalid `signature` in `thinking` block');
    }),
  },
  reset: { check: expectEnding('reset') },
  'reset-once': { check: expectOnce(expectEnding('reset')) },
  silence: {
    patienceMs: silenceMs,
    check: both(expectEnding('silent'), (answers) =>
      expect(answers.every(({ status }) => status === undefined)).toBe(true),
    ),
  },
  'silence-once': { patienceMs: silenceMs, check: expectOnce(expectEnding('silent')) },
  'first-token-late': {
    with: ':tokens-3:wait-100000',
    patienceMs: silenceMs,
    check: both(
      expectEnding('silent'),
      (answers) =>
        expect(answers.map(({ status }) => status)).toEqual(answers.map(({ stream }) => (stream ? 200 : undefined))),
      streamed((text) => expect([events(text).length > 0, contents(text)]).toEqual([true, 0])),
      async () => expectFine(await askAll('sim-first-token-late:wait-50')),
    ),
  },
  'die-mid-stream': {
    check: both(
      expectEnding('broken'),
      streamed((text) => expect(contents(text)).toBe(40)),
      whole((text) => expect(() => void JSON.parse(text)).toThrow()),
    ),
  },
  'stall-mid-stream': {
    patienceMs: silenceMs,
    check: both(
      expectEnding('silent'),
      streamed((text) => expect(contents(text)).toBe(20)),
      async () => expectFine(await askAll('sim-stall-mid-stream:wait-50')),
    ),
  },
  'stall-for-ever': {
    with: ':after-5',
    patienceMs: silenceMs,
    check: both(
      expectEnding('silent'),
      streamed((text) => expect(contents(text)).toBe(5)),
    ),
  },
  'end-mid-stream': {
    check: both(
      expectEnding('complete'),
      streamed((text) => expect(contents(text)).toBe(40)),
    ),
  },
  'bad-event': {
    check: both(
      expectEnding('complete'),
      streamed((text) => expect(events(text)[9]).toMatch(/data: \{"broken":$/)),
      whole((text) => expect(() => void JSON.parse(text)).toThrow()),
    ),
  },
  'no-terminal': {
    check: both(
      expectEnding('complete'),
      streamed((text, family) => expect(text).not.toContain(terminals[family])),
    ),
  },
  'no-terminal-open': {
    patienceMs: silenceMs,
    check: (answers) => {
      for (const { stream, ended, text, family } of answers) {
        expect(ended).toBe(stream ? 'silent' : 'complete');
        if (stream) expect(text).not.toContain(terminals[family]);
      }
    },
  },
  'error-first-event': {
    check: (answers) => {
      for (const { stream, status, text } of answers) {
        expect(status).toBe(stream ? 200 : 529);
        if (stream) expect(events(text)).toEqual([expect.stringMatching(/overloaded/i)]);
      }
    },
  },
  'error-mid-stream': {
    check: streamed((text, family) => {
      const errors = family === 'responses' ? 2 : 1;
      expect(contents(text)).toBe(20);
      expect(events(text).slice(-errors).join()).toMatch(/overloaded/i);
    }),
  },
  'usage-never': {
    check: both(expectFine, (answers) => expect(answers.some(({ text }) => /_tokens":\d/.test(text))).toBe(false)),
  },
  'usage-twice': {
    check: both(
      expectFine,
      streamed((text) => expect(text.match(/"output_tokens":\d\d|"completion_tokens":\d/g)).toHaveLength(2)),
    ),
  },
  refusal: {
    check: both(
      expectFine,
      whole((text) => expect(text).toMatch(/"refusal":"I'm sorry|"stop_reason":"refusal"/)),
      streamed((text) => expect(text).toMatch(/refusal/)),
    ),
  },
  'content-filter': {
    check: (answers) => {
      for (const { text } of answers) expect(text).toMatch(/content_filter|"stop_reason":"refusal"/);
    },
  },
  'duplicate-terminal': {
    check: both(
      expectFine,
      streamed((text, family) => expect(text.split(terminals[family])).toHaveLength(3)),
    ),
  },
  'error-in-200': {
    check: (answers) => {
      for (const { status, text } of answers) {
        expect(status).toBe(200);
        expect(JSON.parse(text)).toHaveProperty('error.message');
      }
    },
  },
  'html-page': {
    check: (answers) => {
      for (const { status, text } of answers) expect([status, text.slice(0, 9)]).toEqual([502, '<!doctype']);
    },
  },
  'html-page-in-200': {
    check: (answers) => {
      for (const { status, headers } of answers) expect([status, headers['content-type']]).toEqual([200, 'text/html']);
    },
  },
  gzip: {
    check: both(expectFine, (answers) => {
      for (const { headers } of answers) expect(headers['content-encoding']).toBe('gzip');
    }),
  },
  'byte-split': { check: expectFine },
  'event-after-data': {
    check: streamed((text, family) => {
      if (family !== 'chat') expect(events(text)[0]).toMatch(/^data: .*\nevent: /);
    }),
  },
  crlf: { check: streamed((text) => expect(text.split('\r\n\r\n').length).toBeGreaterThan(3)) },
  comments: {
    check: both(
      expectFine,
      streamed((text) => expect(text).toMatch(/^: a comment\n\n/)),
    ),
  },
  'no-blank-after-colon': { check: streamed((text) => expect(text).toMatch(/^(event:\S+\n)?data:\{/)) },
  'ten-megabytes': {
    check: both(expectFine, (answers) => {
      for (const { text } of answers) expect(text.length).toBeGreaterThan(10_000_000);
    }),
  },
  'slow-headers': { with: ':wait-1', check: expectFine },
  redirect: {
    check: (answers) => {
      for (const { status, headers } of answers)
        expect([status, headers.location]).toEqual([307, 'http://127.0.0.1:9/elsewhere']);
    },
  },
};

test.each(Object.keys(faults))('sim-%s does what it says in three dialects, whole and streamed', async (name) => {
  const row = checks[name];
  if (row === undefined) throw new Error(`no check for sim-${name}`);
  const model = `sim-${name}${row.with ?? ''}`;
  await row.check(await askAll(model, row.patienceMs), model);
});

test.each([
  ['date', { 'retry-after': 'Thu, 01 Jan 1970 00:00:06 GMT' }],
  ['milliseconds', { 'retry-after-ms': '5000' }],
  ['openai', { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '5s' }],
  [
    'anthropic',
    {
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-requests-reset': '1970-01-01T00:00:06Z',
    },
  ],
])('a hint may come as hint-%s, never too early', async (kind, expected) => {
  clock = 500;
  const model = `sim-429-hint-lasting:wait-5000:hint-${kind}`;
  const { headers, status } = await ask({ family: 'chat', model, stream: false });
  expect([status, headers]).toEqual([429, expect.objectContaining(expected)]);
});

test('a fault that happens so many times is counted for each run and starts again after a reset', async () => {
  const status = async () => (await ask({ family: 'chat', model: 'sim-503-lasting:times-2', stream: false })).status;
  expect([await status(), await status(), await status()]).toEqual([503, 503, 200]);
  provider.reset();
  expect(await status()).toBe(503);
});
