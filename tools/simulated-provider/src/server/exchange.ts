import type { IncomingMessage, ServerResponse } from 'node:http';

/** One request and its answer on the socket. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  /** Whether the key it shows is the right one. */
  readonly authorized: boolean;
  /** The key it shows. */
  readonly caller: string;
  /** Ends when the connection does. */
  readonly gone: AbortSignal;
  /** How far the answer is. */
  readonly progress: Progress;
}

/** Written while an answer is under way. */
export interface Progress {
  /** Whether we broke the connection off, not the client. */
  brokenByUs: boolean;
  /** Called right before each piece of the answer is written. */
  sending: () => void;
}

/** Looks at a request that has come in. */
export function openExchange(request: IncomingMessage, response: ServerResponse, key: string | undefined): Exchange {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.on('error', () => undefined); // a write after the client has gone; `aborted` tells it
  const caller = request.headers.authorization?.replace(/^Bearer /i, '') ?? String(request.headers['x-api-key'] ?? '');
  return {
    request,
    response,
    path: (request.url ?? '/').split('?')[0] ?? '/',
    caller,
    authorized: key === undefined || caller === key,
    gone: gone.signal,
    progress: { brokenByUs: false, sending: () => undefined },
  };
}

/** The whole body; nothing when the client goes while it uploads. */
export async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer); // a request without an encoding yields Buffers
  } catch {
    return undefined; // the client has gone
  }
  return Buffer.concat(chunks);
}

/** A JSON answer. */
export interface JsonAnswer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers with a JSON object. */
export function sendJson({ response, progress }: Exchange, { status, body, headers }: JsonAnswer): void {
  progress.sending();
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
