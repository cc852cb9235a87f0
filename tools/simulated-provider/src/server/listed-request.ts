import type { Memory } from './memory.js';
import type { SeenRequest } from './seen-request.js';

/** A model request without its content, as `GET /simulated/requests` lists it for who is in another process. */
export type ListedRequest = Omit<SeenRequest, 'headers' | 'body'>;

/** All requests the provider remembers, oldest first. */
export function listRequests(memory: Memory): readonly ListedRequest[] {
  return memory.records().map(({ headers: _headers, body: _body, ...listed }) => listed);
}
