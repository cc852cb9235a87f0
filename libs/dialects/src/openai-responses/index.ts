import type { Dialect } from '../dialect.js';
import { readFault, writeFault, writeStreamFault } from './errors.js';
import { readFacts } from './facts.js';
import { patch } from './patch.js';
import { readAsk } from './read-ask.js';
import { readOutcome, readReply } from './read-reply.js';
import { openReader } from './read-stream.js';
import { openTap } from './tap.js';
import { readUsage } from './usage.js';
import { writeAsk } from './write-ask.js';
import { writeReply } from './write-reply.js';
import { openWriter } from './write-stream.js';

/**
 * OpenAI Responses.
 * @see https://platform.openai.com/docs/api-reference/responses
 */
export const openaiResponses: Dialect = {
  name: 'openai-responses',
  path: '/responses',
  readFacts,
  readAsk,
  writeAsk,
  readReply,
  writeReply,
  openReader,
  openWriter,
  patch,
  openTap,
  readOutcome,
  readFault,
  writeFault,
  writeStreamFault,
  readUsage,
};
