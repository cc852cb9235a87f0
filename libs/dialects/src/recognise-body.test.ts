import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recogniseBody } from './recognise-body.js';

const messages = [{ role: 'user', content: 'Hello' }];

describe('the dialect of a body', () => {
  it.each([
    ['openai-responses', { model: 'm', input: 'Hello' }],
    ['openai-responses', { model: 'm', prompt: { id: 'pmpt_1' } }],
    ['openai-chat', { model: 'm', messages }],
    ['openai-chat', { model: 'm', messages, max_tokens: 9, stop: ['.'] }],
    ['openai-chat', { messages: [{ role: 'system', content: 'Be brief' }, ...messages], max_tokens: 9 }],
    ['openai-chat', { messages: [{ role: 'user', content: [{ type: 'image_url' }] }], max_tokens: 9 }],
    ['openai-chat', { messages, max_tokens: 9, tools: [{ type: 'function', function: { name: 'f' } }] }],
    ['anthropic-messages', { messages, max_tokens: 9, system: 'Be brief' }],
    ['anthropic-messages', { messages, max_tokens: 9, tools: [{ name: 'f', input_schema: {} }] }],
    ['anthropic-messages', { messages: [{ role: 'user', content: [{ type: 'tool_result' }] }], max_tokens: 9 }],
  ])('is %s by what it holds: %j', (dialect, body) => {
    expect(recogniseBody(body)).toBe(dialect);
  });

  it.each([
    ['nothing says which of two it is', { messages, max_tokens: 9 }],
    ['it holds signs of both', { messages, max_tokens: 9, system: 'Be brief', stop: ['.'] }],
    ['it holds nothing to answer', { model: 'm' }],
    ['its conversation is no list', { messages: 'Hello', max_tokens: 9 }],
    ['its parts are of no known form', { messages: [7, { content: [null, 'x'] }], tools: [1], max_tokens: 1 }],
  ])('is not told where %s', (_why, body) => {
    expect(recogniseBody(body)).toBeUndefined();
  });

  it.each(['openai-chat', 'openai-responses', 'anthropic-messages'])(
    'is never taken for another in what clients of %s send',
    (dialect) => {
      const directory = join(__dirname, '__fixtures__', dialect, 'asks');
      const told = readdirSync(directory)
        .filter((name) => name.endsWith('.json'))
        .map((name) =>
          recogniseBody(JSON.parse(readFileSync(join(directory, name), 'utf8')) as Record<string, unknown>),
        );
      expect(told.length).toBeGreaterThan(0);
      expect([...new Set(told)].filter((one) => one !== undefined && one !== dialect)).toEqual([]);
      expect(told.filter((one) => one === dialect).length).toBeGreaterThan(told.length / 2);
    },
  );
});
