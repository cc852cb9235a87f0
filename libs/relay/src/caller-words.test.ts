import { callerWords } from './caller-words.js';

const failure = (message: string, code?: string) => ({
  errorClass: 'caller_fault' as const,
  status: 400,
  wire: { status: 400, type: 'invalid_request_error', code, param: 'messages', message },
  body: undefined,
  retryAfterMs: undefined,
  message,
});

describe('callerWords', () => {
  it('tells a Messages client of a too long prompt in the words it parses', () => {
    const openai = failure(
      "This model's maximum context length is 128000 tokens. However, your messages resulted in 130,500 tokens.",
      'context_length_exceeded',
    );
    expect(callerWords('anthropic-messages', openai, 1).message).toBe(
      'prompt is too long: 130500 tokens > 128000 maximum',
    );
  });

  it('gives OpenAI clients the code they switch on', () => {
    const anthropic = failure('prompt is too long: 210000 tokens > 200000 maximum');
    expect(callerWords('openai-chat', anthropic, 1)).toMatchObject({
      code: 'context_length_exceeded',
      message: anthropic.message,
    });
  });

  it('keeps every other reason as the provider gave it', () => {
    expect(callerWords('openai-chat', failure('bad image', 'image_parse_error'), 1)).toEqual({
      message: 'bad image',
      code: 'image_parse_error',
      param: 'messages',
    });
  });
});
