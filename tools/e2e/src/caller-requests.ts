import type { LaneDialect } from './lane-config.js';

/** A plain question over plain HTTP. */
export interface CallerRequest {
  readonly path: string;
  readonly body: object;
  /** Comes with the event that ends a stream well. */
  readonly terminal: string;
}

/** What a caller of a dialect sends, and by which bytes it knows that a stream ended well. */
export const callerRequests: Readonly<Record<LaneDialect, CallerRequest>> = {
  'openai-chat': {
    path: '/v1/chat/completions',
    body: { messages: [{ role: 'user', content: 'Hello' }] },
    terminal: 'data: [DONE]\n\n',
  },
  'openai-responses': { path: '/v1/responses', body: { input: 'Hello' }, terminal: 'event: response.completed\n' },
  'anthropic-messages': {
    path: '/v1/messages',
    body: { max_tokens: 1000, messages: [{ role: 'user', content: 'Hello' }] },
    terminal: 'event: message_stop\n',
  },
};
