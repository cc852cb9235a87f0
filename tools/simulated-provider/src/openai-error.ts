import type { DialectName } from './question/question.js';
import { wordsOf, type Trouble } from './trouble.js';

/** The error envelope of both OpenAI dialects. */
export function openaiErrorBody(trouble: Trouble, dialect: DialectName): object {
  const { type, code, param } = trouble.openai;
  const own = dialect === 'openai-responses' && param === 'messages' ? 'input' : param;
  return { error: { message: wordsOf(trouble, dialect), type, param: own ?? null, code } };
}

/** The headers OpenAI sends with every answer. */
export function openaiHeaders(id: string): Readonly<Record<string, string>> {
  return {
    'x-request-id': `req_${id}`,
    'openai-version': '2020-10-01',
    'openai-organization': 'simulated',
    'openai-processing-ms': '1',
    'x-ratelimit-limit-requests': '10000',
    'x-ratelimit-remaining-requests': '9999',
    'x-ratelimit-reset-requests': '6ms',
  };
}
