import type { ErrorPlace } from '../dialect.js';
import { namedFrame, type Frame } from '../frame.js';
import { wordsOf, type Trouble } from '../trouble.js';
import { responseObject } from './response-object.js';

/** An `error` event, and then the response that failed. */
export function errorFrames(trouble: Trouble, { script, question, framesBefore }: ErrorPlace): readonly Frame[] {
  const code = trouble.openai.code ?? trouble.openai.type;
  const message = wordsOf(trouble, 'openai-responses');
  const failed = responseObject(script, question, { status: 'failed', output: [], usage: null });
  const error = { type: 'error', code, message, param: null, sequence_number: framesBefore };
  const end = {
    type: 'response.failed',
    sequence_number: framesBefore + 1,
    response: { ...failed, error: { code, message } },
  };
  return [namedFrame('error', error), namedFrame('error', end)];
}
