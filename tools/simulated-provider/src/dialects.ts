import { chatDialect } from './chat/chat-dialect.js';
import { messagesDialect } from './messages/messages-dialect.js';
import type { SimulatedDialect } from './prompt.js';
import { responsesDialect } from './responses/responses-dialect.js';
import type { WireDialect } from './wire-dialect.js';

/** Every dialect by name. */
export const wireDialects: Readonly<Record<SimulatedDialect, WireDialect>> = {
  'openai-chat': chatDialect,
  'openai-responses': responsesDialect,
  'anthropic-messages': messagesDialect,
};

const paths: Readonly<Record<string, SimulatedDialect>> = {
  '/chat/completions': 'openai-chat',
  '/responses': 'openai-responses',
  '/messages': 'anthropic-messages',
};

/** The dialect a path belongs to, with or without `/v1`. */
export function dialectOfPath(path: string): SimulatedDialect | undefined {
  return paths[path.replace(/^\/v1(?=\/)/, '')];
}
