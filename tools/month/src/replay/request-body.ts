import type { DialectName } from '@smart-router/core';
import type { StoredRequest } from '@smart-router/usage-storage';
import { labelOf } from './replay-config.js';
import type { RequestFate } from './request-fate.js';

/** A request to send. */
export interface ReplayedRequest {
  readonly path: string;
  readonly body: string;
}

/** Estimated input tokens are about so many characters. */
const charactersPerToken = 4;
const filler = 'some words of a long conversation, ';

/** One red dot. */
const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC';

/** A request of the same shape and size as a stored one; its last words tell the simulated provider what becomes of it. */
export function requestBody(request: StoredRequest, fate: RequestFate): ReplayedRequest {
  const marks = `[[say:ok]][[usage:${JSON.stringify(fate.usage)}]]${fate.failsAt.map((target) => `[[fail-at:${labelOf(target)}]]`).join('')}`;
  const characters = Math.max(0, request.estimatedInputTokens * charactersPerToken);
  const long = filler.repeat(Math.ceil(characters / filler.length)).slice(0, characters);
  return dialects[request.dialect](request, { long, marks });
}

interface Words {
  readonly long: string;
  readonly marks: string;
}

type Writer = (request: StoredRequest, words: Words) => ReplayedRequest;

const dialects: Readonly<Record<DialectName, Writer>> = {
  'openai-chat': (request, words) => ({
    path: '/v1/chat/completions',
    body: JSON.stringify({
      ...common(request),
      messages: [
        { role: 'user', content: words.long },
        { role: 'assistant', content: 'ok' },
        {
          role: 'user',
          content: [
            ...images(request, (data) => ({ type: 'image_url', image_url: { url: data } })),
            { type: 'text', text: words.marks },
          ],
        },
      ],
      ...tools(request, (name, parameters) => ({ type: 'function', function: { name, parameters } })),
    }),
  }),
  'openai-responses': (request, words) => ({
    path: '/v1/responses',
    body: JSON.stringify({
      ...common(request),
      store: false,
      input: [
        { role: 'user', content: words.long },
        { role: 'assistant', content: 'ok' },
        {
          role: 'user',
          content: [
            ...images(request, (data) => ({ type: 'input_image', detail: 'auto', image_url: data })),
            { type: 'input_text', text: words.marks },
          ],
        },
      ],
      ...tools(request, (name, parameters) => ({ type: 'function', name, parameters, strict: false })),
    }),
  }),
  'anthropic-messages': (request, words) => ({
    path: '/v1/messages',
    body: JSON.stringify({
      ...common(request),
      max_tokens: 8192,
      messages: [
        { role: 'user', content: words.long },
        { role: 'assistant', content: 'ok' },
        {
          role: 'user',
          content: [
            ...images(request, () => ({
              type: 'image',
              source: { type: 'base64', media_type: 'image/png', data: dot },
            })),
            { type: 'text', text: words.marks },
          ],
        },
      ],
      ...tools(request, (name, parameters) => ({ name, input_schema: parameters })),
    }),
  }),
};

function common({ group, stream }: StoredRequest): { readonly model: string | undefined; readonly stream: boolean } {
  return { model: group, stream };
}

function images(request: StoredRequest, write: (data: string) => object): readonly object[] {
  return Array.from({ length: request.imageCount }, () => write(`data:image/png;base64,${dot}`));
}

function tools(
  { toolCount }: StoredRequest,
  write: (name: string, parameters: object) => object,
): { readonly tools?: readonly object[] } {
  if (toolCount === 0) return {};
  const parameters = { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] };
  return { tools: Array.from({ length: toolCount }, (_, index) => write(`tool_${index}`, parameters)) };
}
