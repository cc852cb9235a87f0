import type { Memory } from './memory.js';
import type { SeenRequest } from './seen-request.js';

/** A model request without its content, as `GET /simulated/requests` lists it for who is in another process. */
export type ListedRequest = Omit<SeenRequest, 'headers' | 'body'>;

/** The requests the provider remembers whose model name holds the label, oldest first. */
export function listRequests(memory: Memory, label: string): readonly ListedRequest[] {
  const named = memory.records().filter(({ model }) => model.includes(label));
  return named.map(({ headers: _headers, body: _body, ...listed }) => listed);
}
