import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

/** A policy service of a test, and what it was asked and told. */
export interface PolicyService {
  readonly url: string;
  readonly asked: readonly PolicyCall[];
  close(): Promise<void>;
}

/** A question or a piece of feedback. */
export interface PolicyCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
  /** Resolves when whoever asked is gone. */
  readonly closed: Promise<unknown>;
}

/** What it does with a call. */
export type Reply = (response: ServerResponse, call: PolicyCall) => void;

/** Starts one on loopback. Feedback is always taken. */
export async function startPolicyService(reply: Reply): Promise<PolicyService> {
  const asked: PolicyCall[] = [];
  const server = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as PolicyCall['body'];
      const call = { path: request.url ?? '', headers: request.headers, body, closed: once(response, 'close') };
      asked.push(call);
      if (call.path.endsWith('/feedback')) response.end();
      else reply(response, call);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the service should listen on a port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    close() {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}
