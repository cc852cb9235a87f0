import type { DialectName } from '../question/question.js';

/** What a request wants, by its method and path. */
export type Route =
  | { readonly kind: 'answer' | 'count' | 'compact'; readonly dialect: DialectName }
  | { readonly kind: 'models' | 'seen' | 'alive' | 'unknown' };

const posts: Readonly<Record<string, Route>> = {
  '/chat/completions': { kind: 'answer', dialect: 'openai-chat' },
  '/responses': { kind: 'answer', dialect: 'openai-responses' },
  '/responses/compact': { kind: 'compact', dialect: 'openai-responses' },
  '/responses/input_tokens': { kind: 'count', dialect: 'openai-responses' },
  '/messages': { kind: 'answer', dialect: 'anthropic-messages' },
  '/messages/count_tokens': { kind: 'count', dialect: 'anthropic-messages' },
};

/** Finds the route; `/v1` may be left out, and a query does not matter. */
export function routeOf(method: string, path: string): Route {
  const short = path.replace(/^\/v1(?=\/)/, '');
  if (method === 'POST') return posts[short] ?? { kind: 'unknown' };
  if (method === 'GET' && short === '/models') return { kind: 'models' };
  if (method === 'GET' && path === '/simulated/requests') return { kind: 'seen' };
  return method === 'HEAD' ? { kind: 'alive' } : { kind: 'unknown' };
}
