import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { startSimulatedProvider, type SimulatedProvider } from './index.js';

let provider: SimulatedProvider;
let openai: OpenAI;
let anthropic: Anthropic;

beforeAll(async () => {
  provider = await startSimulatedProvider({ key: 'sk-test' });
  openai = new OpenAI({ baseURL: `${provider.url}/v1`, apiKey: 'sk-test', maxRetries: 0 });
  anthropic = new Anthropic({ baseURL: provider.url, apiKey: 'sk-test', maxRetries: 0 });
});
afterAll(() => provider.close());

const parameters = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const twoCalls = 'Weather? [[call:get_weather {"city":"Paris"}]] [[call:get_weather {"city":"Tōkyō"}]]';
const inputs = [{ city: 'Paris' }, { city: 'Tōkyō' }];
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('the official OpenAI client over Chat', () => {
  const tools = [{ type: 'function' as const, function: { name: 'get_weather', parameters } }];
  const user = (content: string) => [{ role: 'user' as const, content }];
  const base = { model: 'sim-ok' };

  test('gets the same text whole and streamed, with usage', async () => {
    const messages = user('Hello [[cached:3]]');
    const whole = await openai.chat.completions.create({ ...base, messages });
    const stream = openai.chat.completions.stream({ ...base, messages, stream_options: { include_usage: true } });
    const streamed = await stream.finalChatCompletion();
    expect(whole.choices[0]?.message.content).toContain('You said: "Hello"');
    expect(streamed.choices[0]?.message.content).toBe(whole.choices[0]?.message.content);
    expect(streamed.choices[0]?.finish_reason).toBe('stop');
    expect(whole.usage).toMatchObject({ prompt_tokens_details: { cached_tokens: 3 } });
    expect(streamed.usage?.completion_tokens).toBe(whole.usage?.completion_tokens);
    expect(whole.usage?.total_tokens).toBe((whole.usage?.prompt_tokens ?? 0) + (whole.usage?.completion_tokens ?? 0));
  });

  test.each(['whole', 'streamed'])('calls tools in parallel and quotes their results, %s', async (way) => {
    const ask = { ...base, messages: user(twoCalls), tools };
    const answer =
      way === 'whole'
        ? await openai.chat.completions.create(ask)
        : await openai.chat.completions.stream(ask).finalChatCompletion();
    const message = answer.choices[0]?.message;
    expect(answer.choices[0]?.finish_reason).toBe('tool_calls');
    const calls = (message?.tool_calls ?? []).flatMap((call) => (call.type === 'function' ? [call] : []));
    expect(calls.map((call) => JSON.parse(call.function.arguments) as unknown)).toEqual(inputs);
    const results = calls.map((call, index) => ({
      role: 'tool' as const,
      tool_call_id: call.id,
      content: `${index} degrees`,
    }));
    const history = [...ask.messages, { role: 'assistant' as const, tool_calls: calls }, ...results];
    const next = await openai.chat.completions.create({ ...ask, messages: history });
    expect(next.choices[0]?.message.content).toBe('The 2 tool results said: "0 degrees" and "1 degrees".');
  });

  test('calls the first tool with an input of its schema, one when parallel calls are off, none when forbidden', async () => {
    const call = async (more: object) => {
      const answer = await openai.chat.completions.create({
        ...base,
        tools,
        messages: user('Go [[calls:2]]'),
        ...more,
      });
      return answer.choices[0]?.message.tool_calls?.length ?? 0;
    };
    expect(await call({})).toBe(2);
    expect(await call({ parallel_tool_calls: false })).toBe(1);
    expect(await call({ tool_choice: 'none' })).toBe(0);
    expect(await call({ tool_choice: { type: 'function', function: { name: 'get_weather' } } })).toBe(2);
  });

  test('streams custom tools', async () => {
    const custom = [{ type: 'custom' as const, custom: { name: 'patch' } }];
    const messages = user('[[call:patch *** Begin]]');
    const stream = await openai.chat.completions.create({ ...base, messages, tools: custom, stream: true });
    let input = '';
    for await (const chunk of stream) {
      for (const call of chunk.choices[0]?.delta.tool_calls ?? []) {
        input += (call as { custom?: { input?: string } }).custom?.input ?? ''; // the official type has no custom deltas
      }
    }
    expect(input).toBe('*** Begin');
  });

  test('answers structured, sees images, reasons, stops and ends at the cap', async () => {
    const schema = { type: 'object', properties: { age: { type: 'integer' } }, required: ['age'] };
    const structured = await openai.chat.completions.create({
      ...{ ...base, messages: user('Who?') },
      response_format: { type: 'json_schema', json_schema: { name: 'person', schema } },
    });
    expect(JSON.parse(structured.choices[0]?.message.content ?? '')).toEqual({ age: 1 });
    const url = `data:image/png;base64,${pixel}`;
    const content = [
      { type: 'text' as const, text: 'What?' },
      { type: 'image_url' as const, image_url: { url } },
    ];
    const seen = await openai.chat.completions.create({ ...base, messages: [{ role: 'user', content }] });
    expect(seen.choices[0]?.message.content).toContain('1 image');
    const reasoned = await openai.chat.completions.create({ ...base, messages: user('Why?'), reasoning_effort: 'low' });
    expect(reasoned.choices[0]?.message).toHaveProperty('reasoning_content');
    expect(reasoned.usage?.completion_tokens_details?.reasoning_tokens).toBeGreaterThan(0);
    const stopped = await openai.chat.completions.create({ ...base, messages: user('[[say:one two]]'), stop: 'two' });
    expect(stopped.choices[0]).toMatchObject({ message: { content: 'one ' }, finish_reason: 'stop' });
    const capped = await openai.chat.completions.create({ model: 'sim-tokens-9', messages: user('?'), max_tokens: 2 });
    expect(capped.choices[0]).toMatchObject({ message: { content: 'token-1 token-2' }, finish_reason: 'length' });
    expect(capped.usage?.completion_tokens).toBe(2);
  });
});

describe('the official OpenAI client over Responses', () => {
  const tools = [{ type: 'function' as const, name: 'get_weather', parameters, strict: false }];

  test('gets the same text whole and streamed, with usage', async () => {
    const ask = { model: 'sim-ok', input: 'Hello [[cached:3]]' };
    const whole = await openai.responses.create(ask);
    const streamed = await openai.responses.stream(ask).finalResponse();
    expect(whole.output_text).toContain('You said: "Hello"');
    expect(streamed.output_text).toBe(whole.output_text);
    expect(whole.usage?.input_tokens_details.cached_tokens).toBe(3);
    expect(streamed.usage?.output_tokens).toBe(whole.usage?.output_tokens);
  });

  test('numbers its events without a gap', async () => {
    const stream = await openai.responses.create({ model: 'sim-ok', input: 'Hi', stream: true });
    const numbers: number[] = [];
    for await (const event of stream) numbers.push(event.sequence_number);
    expect(numbers).toEqual(numbers.map((_, index) => index));
  });

  test.each(['whole', 'streamed'])('calls tools in parallel and quotes their results, %s', async (way) => {
    const ask = { model: 'sim-ok', input: twoCalls, tools };
    const answer =
      way === 'whole' ? await openai.responses.create(ask) : await openai.responses.stream(ask).finalResponse();
    const calls = answer.output.flatMap((item) => (item.type === 'function_call' ? [item] : []));
    expect(calls.map((call) => JSON.parse(call.arguments) as unknown)).toEqual(inputs);
    const results = calls.map((call, index) => ({
      type: 'function_call_output' as const,
      call_id: call.call_id,
      output: `${index} degrees`,
    }));
    const input = [{ role: 'user' as const, content: twoCalls }, ...calls, ...results];
    const next = await openai.responses.create({ ...ask, input });
    expect(next.output_text).toBe('The 2 tool results said: "0 degrees" and "1 degrees".');
  });

  test('calls custom tools, and tools in a namespace by their own name and namespace', async () => {
    const namespace = { type: 'namespace', name: 'mcp__wx', description: '', tools: [{ ...tools[0] }] };
    const input = '[[call:mcp__wx__get_weather {"city":"Rome"}]] [[call:apply_patch *** Begin]]';
    const answer = await openai.responses
      .stream({
        model: 'sim-ok',
        input,
        tools: [namespace, { type: 'custom', name: 'apply_patch' }] as unknown as typeof tools, // newer than the types
      })
      .finalResponse();
    expect(answer.output).toMatchObject([
      { type: 'function_call', namespace: 'mcp__wx', name: 'get_weather', arguments: '{"city":"Rome"}' },
      { type: 'custom_tool_call', name: 'apply_patch', input: '*** Begin' },
    ]);
  });

  test('lets the client search for tools, and calls what it found', async () => {
    const search = { type: 'tool_search' as const, execution: 'client' as const, description: 'find', parameters: {} };
    const ask = { model: 'sim-ok', tools: [search] };
    const first = await openai.responses
      .stream({ ...ask, input: '[[call:tool_search {"query":"weather"}]]' })
      .finalResponse();
    const [call] = first.output;
    expect(call).toMatchObject({ type: 'tool_search_call', execution: 'client', arguments: { query: 'weather' } });
    const found = {
      type: 'tool_search_output' as const,
      call_id: call?.type === 'tool_search_call' ? call.call_id : '',
      tools: [{ ...tools[0], type: 'function' as const, name: 'get_weather', parameters: {}, strict: false }],
    };
    const history = [...first.output, found] as OpenAI.Responses.ResponseInput; // what was answered may be sent back
    expect((await openai.responses.create({ ...ask, input: history })).output_text).toContain('1 tools found');
    const said = { role: 'assistant' as const, content: 'Found.' };
    const more = [...history, said, { role: 'user' as const, content: '[[call:get_weather {"city":"Rome"}]]' }];
    expect((await openai.responses.create({ ...ask, input: more })).output).toMatchObject([
      { type: 'function_call', name: 'get_weather' },
    ]);
  });

  test('answers structured, reasons with a sealed proof, and is incomplete at the cap', async () => {
    const schema = { type: 'object', properties: { age: { type: 'integer' } }, required: ['age'] };
    const format = { type: 'json_schema' as const, name: 'person', schema };
    const structured = await openai.responses.create({ model: 'sim-ok', input: 'Who?', text: { format } });
    expect(JSON.parse(structured.output_text)).toEqual({ age: 1 });
    const reasoned = await openai.responses
      .stream({
        ...{ model: 'sim-ok', input: 'Why?', include: ['reasoning.encrypted_content'] },
        reasoning: { effort: 'low', summary: 'auto' },
      })
      .finalResponse();
    expect(reasoned.output[0]).toMatchObject({ type: 'reasoning', summary: [{ type: 'summary_text' }] });
    expect(reasoned.output[0]).toHaveProperty('encrypted_content');
    const replayed = [
      { role: 'user' as const, content: 'Why?' },
      ...reasoned.output,
      { role: 'user' as const, content: 'So?' },
    ] as OpenAI.Responses.ResponseInput; // what was answered may be sent back
    const model = 'sim-reject-foreign-proofs';
    expect((await openai.responses.create({ model, input: replayed })).status).toBe('completed');
    const capped = await openai.responses.create({ model: 'sim-tokens-9', input: '?', max_output_tokens: 2 });
    expect(capped).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } });
  });

  test('counts tokens', async () => {
    const counted = await openai.responses.inputTokens.count({ model: 'sim-ok', input: 'How long is this?' });
    expect(counted.input_tokens).toBeGreaterThan(5);
  });
});

describe('the official Anthropic client', () => {
  const tools = [{ name: 'get_weather', input_schema: { ...parameters, type: 'object' as const } }];
  const ask = (content: string) => ({
    model: 'sim-ok',
    max_tokens: 1000,
    messages: [{ role: 'user' as const, content }],
  });
  const textOf = (message: Anthropic.Message) =>
    message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');

  test('gets the same text whole and streamed, with usage', async () => {
    const question = ask('Hello [[cached:3]] [[cache-written:2]]');
    const whole = await anthropic.messages.create(question);
    const streamed = await anthropic.messages.stream(question).finalMessage();
    expect(textOf(whole)).toContain('You said: "Hello"');
    expect(textOf(streamed)).toBe(textOf(whole));
    expect(streamed.stop_reason).toBe('end_turn');
    expect(whole.usage).toMatchObject({ cache_read_input_tokens: 3, cache_creation_input_tokens: 2 });
    expect(streamed.usage).toMatchObject({
      input_tokens: whole.usage.input_tokens,
      output_tokens: whole.usage.output_tokens,
    });
  });

  test.each(['whole', 'streamed'])('uses tools in parallel and quotes their results, %s', async (way) => {
    const question = { ...ask(twoCalls), tools };
    const answer =
      way === 'whole'
        ? await anthropic.messages.create(question)
        : await anthropic.messages.stream(question).finalMessage();
    const uses = answer.content.flatMap((block) => (block.type === 'tool_use' ? [block] : []));
    expect(answer.stop_reason).toBe('tool_use');
    expect(uses.map((use) => use.input)).toEqual(inputs);
    const results = uses.map((use, index) => ({
      type: 'tool_result' as const,
      tool_use_id: use.id,
      content: `${index} degrees`,
    }));
    const messages = [
      ...question.messages,
      { role: 'assistant' as const, content: answer.content },
      { role: 'user' as const, content: results },
    ];
    const next = await anthropic.messages.create({
      ...question,
      messages,
    } as Anthropic.MessageCreateParamsNonStreaming); // an answer may be replayed
    expect(textOf(next)).toBe('The 2 tool results said: "0 degrees" and "1 degrees".');
  });

  test('answers structured, sees images, thinks with a signature, stops and ends at the cap', async () => {
    const schema = { type: 'object', properties: { age: { type: 'integer' } }, required: ['age'] };
    const structured = await anthropic.messages.create({
      ...ask('Who?'),
      output_config: { format: { type: 'json_schema', schema } },
    });
    expect(JSON.parse(textOf(structured))).toEqual({ age: 1 });
    const source = { type: 'base64' as const, media_type: 'image/png' as const, data: pixel };
    const content = [{ type: 'image' as const, source }];
    const seen = await anthropic.messages.create({ ...ask(''), messages: [{ role: 'user', content }] });
    expect(textOf(seen)).toContain('1 image');
    const thinking = await anthropic.messages
      .stream({ ...ask('Why?'), max_tokens: 2000, thinking: { type: 'enabled', budget_tokens: 1024 } })
      .finalMessage();
    expect(thinking.content[0]).toMatchObject({
      type: 'thinking',
      signature: expect.stringMatching(/^.{20,}$/) as string,
    });
    const stopped = await anthropic.messages.create({ ...ask('[[say:one two]]'), stop_sequences: ['two'] });
    expect(stopped).toMatchObject({ stop_reason: 'stop_sequence', stop_sequence: 'two' });
    const capped = await anthropic.messages.create({ ...ask('?'), model: 'sim-tokens-9', max_tokens: 2 });
    expect(capped).toMatchObject({ stop_reason: 'max_tokens', usage: { output_tokens: 2 } });
  });

  test('counts tokens, and lists models in its own shape', async () => {
    const { model, messages } = ask('How long is this?');
    expect((await anthropic.messages.countTokens({ model, messages })).input_tokens).toBeGreaterThan(5);
    const models = await anthropic.models.list();
    expect(models.data.map(({ id }) => id)).toContain('sim-ok');
    expect((await openai.models.list()).data.map(({ id }) => id)).toContain('sim-429-lasting');
  });
});

test('a wrong key, an unknown model and a broken history are refused in the words of each family', async () => {
  const wrong = new OpenAI({ baseURL: `${provider.url}/v1`, apiKey: 'sk-wrong', maxRetries: 0 });
  await expect(wrong.responses.create({ model: 'sim-ok', input: 'Hi' })).rejects.toBeInstanceOf(
    OpenAI.AuthenticationError,
  );
  const messages = [{ role: 'user' as const, content: 'Hi' }];
  await expect(openai.chat.completions.create({ model: 'gpt-9', messages })).rejects.toMatchObject({
    status: 404,
    code: 'model_not_found',
  });
  await expect(
    openai.chat.completions.create({ model: 'sim-ok', messages: [{ role: 'tool', tool_call_id: 'x', content: '' }] }),
  ).rejects.toThrow("must be a response to a preceding message with 'tool_calls'");
  const call_id = 'call_1';
  await expect(
    openai.responses.create({ model: 'sim-ok', input: [{ type: 'function_call_output', call_id, output: '' }] }),
  ).rejects.toThrow('No tool call found for function call output with call_id call_1');
  const use = { type: 'tool_use' as const, id: 'toolu_1', name: 'x', input: {} };
  await expect(
    anthropic.messages.create({
      model: 'sim-ok',
      max_tokens: 9,
      messages: [...messages, { role: 'assistant', content: [use] }],
    }),
  ).rejects.toThrow('without `tool_result` blocks immediately after: toolu_1');
});
