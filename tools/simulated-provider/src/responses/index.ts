import type { SimulatedDialect } from '../dialect.js';
import { openaiErrorBody, openaiHeaders } from '../openai-error.js';
import { errorFrames } from './error-frames.js';
import { findResponsesFlaw } from './find-flaw.js';
import { readResponsesQuestion } from './read-question.js';
import { writeResponse } from './response-object.js';
import { writeResponsesStream } from './write-stream.js';

/** OpenAI Responses. @see https://platform.openai.com/docs/api-reference/responses */
export const responses: SimulatedDialect = {
  name: 'openai-responses',
  headers: openaiHeaders,
  findFlaw: findResponsesFlaw,
  readQuestion: readResponsesQuestion,
  writeReply: writeResponse,
  writeStream: writeResponsesStream,
  errorBody: (trouble) => openaiErrorBody(trouble, 'openai-responses'),
  errorFrames,
  countReply: (inputTokens) => ({ object: 'response.input_tokens', input_tokens: inputTokens }),
};
