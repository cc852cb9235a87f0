import { recogniseDialect } from './recognise.js';

describe('recogniseDialect', () => {
  it.each([
    ['/v1/chat/completions', 'openai-chat'],
    ['/v1/responses', 'openai-responses'],
    ['/v1/responses/compact', 'openai-responses'],
    ['/v1/messages?beta=true', 'anthropic-messages'],
    ['/anthropic/v1/messages', 'anthropic-messages'],
    ['/v1/messages/count_tokens', undefined],
    ['/v1/models', undefined],
  ])('reads %s as %s', (path, dialect) => {
    expect(recogniseDialect(path)).toBe(dialect);
  });
});
