import OpenAI from 'openai';
import Anthropic from '@anthropic-ai/sdk';
import { flawOfStream } from '@smart-router/dialects/stream-grammar';
import { chatDriver } from './chat-driver.js';
import { groupFor, laneDialects, type LaneDialect } from './lane-config.js';
import { messagesDriver } from './messages-driver.js';
import { responsesDriver } from './responses-driver.js';
import type { SdkAddress, SdkDriver } from './sdk-driver.js';
import { startStack, type Stack, type UsageRow } from './start-stack.js';

const drivers: Readonly<Record<LaneDialect, (address: SdkAddress) => SdkDriver>> = {
  'openai-chat': chatDriver,
  'openai-responses': responsesDriver,
  'anthropic-messages': messagesDriver,
};

const lanes = laneDialects.flatMap((from) => laneDialects.map((to) => [from, to] as const));

/** One black pixel. */
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

const weather = {
  name: 'get_weather',
  schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
};

const person = {
  type: 'object',
  properties: { name: { type: 'string' }, age: { type: 'integer' } },
  required: ['name', 'age'],
  additionalProperties: false,
};

describe.each([
  ['unary', false],
  ['streaming', true],
] as const)('the official SDKs, %s', (_name, stream) => {
  let stack: Stack;
  let rows = 0;

  beforeAll(async () => {
    stack = await startStack({ models: ['sim-context-length'] });
  });
  afterAll(() => stack.close());

  /** The streams of a test, as they came over the wire. */
  const streams: { readonly from: LaneDialect; readonly wire: Promise<string> }[] = [];

  afterEach(async () => {
    for (const { from, wire } of streams.splice(0)) expect(flawOfStream(from, await wire, 'router')).toBeUndefined();
  });

  const driverOf = (from: LaneDialect): SdkDriver => {
    const fetchAndKeep: typeof fetch = async (...request) => {
      const answer = await fetch(...request);
      if (stream && answer.ok) streams.push({ from, wire: answer.clone().text() });
      return answer;
    };
    return drivers[from]({ url: stack.gateway.url, token: stack.token, fetch: fetchAndKeep });
  };

  /** The rows this test added; fails when there is one too many or too few. */
  const newRows = async (count: number): Promise<readonly UsageRow[]> => {
    rows += count;
    return (await stack.usageRows(rows)).slice(-count);
  };

  const expectServed = (row: UsageRow | undefined, lane: readonly [LaneDialect, LaneDialect]): void => {
    expect(row).toMatchObject({
      inbound_dialect: lane[0],
      target_dialect: lane[1],
      target: `sim-${lane[1]}/sim-ok`,
      status: 200,
      error_type: null,
      stream,
      attempt_count: 1,
      cost_basis: 'computed',
    });
    const input = Number(row?.['input_tokens']) + Number(row?.['cached_input_tokens'] ?? 0) * 0.1;
    const expectedNanoUsd = Math.round((input * 1 + Number(row?.['output_tokens']) * 4) * 1000);
    expect(Number(row?.['cost_nano_usd'])).toBe(expectedNanoUsd);
  };

  it.each(lanes)('answers text from %s over %s, and the ledger agrees about usage', async (from, to) => {
    const answer = await driverOf(from).ask({ model: groupFor(to), stream, text: 'Say hello to the lanes.' });
    expect(answer.text.length).toBeGreaterThan(0);
    const [row] = await newRows(1);
    expectServed(row, [from, to]);
    expect(answer.inputTokens).toBe(Number(row?.['input_tokens']) + Number(row?.['cached_input_tokens'] ?? 0));
    expect(answer.outputTokens).toBe(Number(row?.['output_tokens']));
  });

  it.each(lanes)('carries two parallel tool calls and their results from %s over %s', async (from, to) => {
    const question = {
      model: groupFor(to),
      stream,
      text: 'Weather? [[call:get_weather {"city":"Paris"}]] [[call:get_weather {"city":"Tōkyō"}]]',
      tools: [weather],
    };
    const asked = await driverOf(from).ask(question);
    expect(asked.calls.map(({ name, input }) => ({ name, input }))).toEqual([
      { name: 'get_weather', input: { city: 'Paris' } },
      { name: 'get_weather', input: { city: 'Tōkyō' } },
    ]);
    expect(new Set(asked.calls.map(({ id }) => id)).size).toBe(2);
    const answered = await driverOf(from).answerCalls(question, asked, ['18 degrees', '25 degrees']);
    expect(answered.calls).toEqual([]);
    expect(answered.text).toContain('18 degrees');
    expect(answered.text).toContain('25 degrees');
    for (const row of await newRows(2)) expectServed(row, [from, to]);
  });

  it.each(lanes)('carries an image from %s over %s', async (from, to) => {
    const answer = await driverOf(from).ask({ model: groupFor(to), stream, text: 'What is this?', image: pixel });
    expect(answer.text).toMatch(/\b1 image/);
    const [row] = await newRows(1);
    expectServed(row, [from, to]);
    expect(row).toMatchObject({ image_count: 1 });
  });

  it.each(lanes)('carries a structured output from %s over %s', async (from, to) => {
    const answer = await driverOf(from).ask({ model: groupFor(to), stream, text: 'Who?', schema: person });
    const parsed: unknown = JSON.parse(answer.text);
    expect(parsed).toEqual({ name: expect.any(String), age: expect.any(Number) });
    expectServed((await newRows(1))[0], [from, to]);
  });

  it.each(lanes)('raises the SDK’s own error class from %s over %s', async (from, to) => {
    const failing = driverOf(from).ask({ model: groupFor(to, 'sim-context-length'), stream, text: 'Too long.' });
    const error = await failing.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    const expected = from === 'anthropic-messages' ? Anthropic.BadRequestError : OpenAI.BadRequestError;
    expect(error).toBeInstanceOf(expected);
    if (from === 'anthropic-messages') expect(String(error)).toMatch(/prompt is too long/);
    else expect(error).toMatchObject({ code: 'context_length_exceeded' });
    const [row] = await newRows(1);
    expect(row).toMatchObject({ inbound_dialect: from, status: 400, error_class: 'caller_fault', attempt_count: 1 });
    expect(Number(row?.['cost_nano_usd'])).toBe(0);
  });
});
