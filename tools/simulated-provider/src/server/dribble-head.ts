import { STATUS_CODES } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from './play-act.js';

/** A whole answer whose head is to come byte by byte. */
export interface DribbledAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/** Writes the head past Node's HTTP server, one byte at a time, then the body at once. */
export async function dribbleHead(answer: DribbledAnswer, { exchange, slowHeadMs }: Stage): Promise<void> {
  const { response, gone, progress } = exchange;
  const { socket } = response;
  if (socket === null) return;
  const lines = Object.entries({ ...answer.headers, 'content-length': answer.bytes.length, connection: 'close' });
  const fields = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  for (const byte of Buffer.from(`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}\r\n${fields}\r\n`)) {
    if (gone.aborted) return;
    socket.write(Uint8Array.of(byte));
    await sleep(slowHeadMs);
  }
  progress.brokenByUs = true; // Node's own answer never begins, and so never ends
  socket.end(answer.bytes);
}
