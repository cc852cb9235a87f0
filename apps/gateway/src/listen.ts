import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Address, ServerSettings } from '@smart-router/config';
import type { Router } from '@smart-router/relay';
import { noteConnections } from './close-server.js';
import { stayWithHttp } from './stay-with-http.js';

/** Time a refused upgrade has to read its answer. */
const refusalMs = 1000;

/** Time to end an upload to a path that takes none. */
const uploadMs = 5000;

/** A server that listens, with the port it got. */
export interface Listening {
  readonly server: Server;
  readonly port: number;
  readonly url: string;
}

/** The public server: model endpoints go straight to the router, everything else to the app. */
export function publicServer(router: Router, app: RequestListener, settings: ServerSettings): Server {
  const server = createServer(
    { maxHeaderSize: settings.requestLimits.maxHeaderBytes, keepAliveTimeout: 75_000 },
    (request, response) => {
      if (router.handle(request, response)) return;
      response.on('finish', () => cutUpload(request));
      app(request, response);
    },
  );
  // Bodies have their own limit; generation may take longer than any limit of the server.
  server.requestTimeout = 0;
  server.headersTimeout = settings.requestLimits.bodyTimeoutMs;
  // Their bytes are bounded. A bound on their number would drop the last ones unseen, the length of the body among them.
  server.maxHeadersCount = 0;
  // Codex falls back to HTTP at once on 426; any other answer makes it retry for seconds.
  server.on('upgrade', (request, socket, head) => {
    if (request.headers.upgrade?.toLowerCase() === 'h2c') stayWithHttp(server, request, { socket, head });
    else refuseUpgrade(socket);
  });
  return server;
}

/** A body nobody reads has no limit of its own: the caller gets a moment to end it, then the connection goes. */
function cutUpload(request: IncomingMessage): void {
  if (request.complete) return;
  const cut = setTimeout(() => request.destroy(), uploadMs).unref();
  request.on('end', () => clearTimeout(cut)).on('close', () => clearTimeout(cut));
}

/** The server hands the socket over bare: unheard, its error would end the process; half open, it would stay for ever. */
function refuseUpgrade(socket: Duplex): void {
  const cut = setTimeout(() => socket.destroy(), refusalMs).unref();
  socket.on('error', () => socket.destroy()).on('close', () => clearTimeout(cut));
  socket.end('HTTP/1.1 426 Upgrade Required\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  socket.resume();
}

/** A server that only carries an app. */
export function plainServer(app: RequestListener): Server {
  return createServer(app);
}

/** Listens, or rejects with one line that names the address. */
export function listen(server: Server, address: Address): Promise<Listening> {
  noteConnections(server);
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new Error(explain(error, address))));
    server.listen(address.port, address.host, 4096, () => {
      const bound = server.address();
      const port = typeof bound === 'object' && bound !== null ? bound.port : address.port;
      resolve({ server, port, url: `http://${address.host}:${port}` });
    });
  });
}

function explain(error: Error, address: Address): string {
  const code = 'code' in error ? error.code : undefined;
  const where = `${address.host}:${address.port}`;
  if (code === 'EADDRINUSE') return `cannot listen on ${where}: the port is taken; stop what uses it or choose another`;
  if (code === 'EACCES') return `cannot listen on ${where}: not permitted`;
  return `cannot listen on ${where}: ${error.message}`;
}
