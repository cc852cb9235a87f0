import type { Request } from 'express';

/** Whether path or headers suggest a client of Anthropic Messages. */
export function speaksMessages(request: Request): boolean {
  return request.headers['anthropic-version'] !== undefined || /\/(messages|anthropic)\b/.test(request.path);
}
