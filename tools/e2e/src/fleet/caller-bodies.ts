import type { LaneDialect } from '../lane-config.js';

/** What a request of a crew is made of. */
export interface Question {
  readonly model: string;
  readonly prompt: string;
  readonly outputCap: number;
  readonly stream: boolean;
}

/** How each dialect asks a question, and how its callers know that a stream ended well. */
export const callerBodies: Readonly<
  Record<LaneDialect, { readonly path: string; readonly terminal: RegExp; bodyOf(question: Question): object }>
> = {
  'openai-chat': {
    path: '/v1/chat/completions',
    terminal: /^data: \[DONE\]$/m,
    bodyOf: ({ model, prompt, outputCap, stream }) => ({
      ...{ model, stream, max_completion_tokens: outputCap },
      messages: [{ role: 'user', content: prompt }],
    }),
  },
  'openai-responses': {
    path: '/v1/responses',
    terminal: /^event: response\.(completed|incomplete)$/m,
    bodyOf: ({ model, prompt, outputCap, stream }) => ({ model, stream, max_output_tokens: outputCap, input: prompt }),
  },
  'anthropic-messages': {
    path: '/v1/messages',
    terminal: /^event: message_stop$/m,
    bodyOf: ({ model, prompt, outputCap, stream }) => ({
      ...{ model, stream, max_tokens: outputCap },
      messages: [{ role: 'user', content: prompt }],
    }),
  },
};
