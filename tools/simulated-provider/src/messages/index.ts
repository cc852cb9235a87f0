import type { SimulatedDialect } from '../dialect.js';
import { namedFrame } from '../frame.js';
import { wordsOf, type Trouble } from '../trouble.js';
import { findMessagesFlaw } from './find-flaw.js';
import { readMessagesQuestion } from './read-question.js';
import { writeMessagesReply } from './write-reply.js';
import { writeMessagesStream } from './write-stream.js';

/** Anthropic Messages. @see https://platform.claude.com/docs/en/api/messages */
export const messages: SimulatedDialect = {
  name: 'anthropic-messages',
  headers: (id) => ({
    'request-id': `req_${id}`,
    'anthropic-organization-id': 'simulated',
    'anthropic-ratelimit-requests-limit': '4000',
    'anthropic-ratelimit-requests-remaining': '3999',
    'anthropic-ratelimit-requests-reset': '2026-01-01T00:00:00Z',
  }),
  findFlaw: findMessagesFlaw,
  readQuestion: readMessagesQuestion,
  writeReply: writeMessagesReply,
  writeStream: writeMessagesStream,
  errorBody: (trouble, id) => ({ ...errorEnvelope(trouble), request_id: `req_${id}` }),
  errorFrames: (trouble) => [namedFrame('error', errorEnvelope(trouble))],
  countReply: (inputTokens) => ({ input_tokens: inputTokens }),
};

function errorEnvelope(trouble: Trouble) {
  return { type: 'error', error: { type: trouble.anthropicType, message: wordsOf(trouble, 'anthropic-messages') } };
}
