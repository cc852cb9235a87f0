import type { DialectName } from '../question/question.js';
import type { Exchange } from './exchange.js';
import type { GrowingRecord, Memory } from './memory.js';

/** Begins the record of a request; call the result once its body has come. */
export function recordRequest(
  exchange: Exchange,
  dialect: DialectName,
  memory: Memory,
): (body: Buffer, model: string) => void {
  const { request, response, path } = exchange;
  const seen: GrowingRecord = {
    dialect,
    path,
    url: request.url ?? path,
    headers: request.headers,
    body: Buffer.alloc(0),
    model: '',
    atMs: memory.clock(),
    bodyAtMs: undefined,
    lastSentAtMs: undefined,
    endedAtMs: undefined,
    status: undefined,
    aborted: false,
  };
  memory.record(seen);
  exchange.progress.sending = () => void (seen.lastSentAtMs = memory.clock());
  response.once('close', () => {
    seen.endedAtMs = memory.clock();
    seen.status = response.headersSent ? response.statusCode : undefined;
    seen.aborted = !response.writableFinished && !exchange.progress.brokenByUs;
    memory.ended(seen);
  });
  return (body, model) => void Object.assign(seen, { body, model, bodyAtMs: memory.clock() });
}
