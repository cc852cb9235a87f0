import { createServer, type Server } from 'node:http';
import { noteConnections } from './close-server.js';

/** The largest head of a request: cookies of ours are short. */
const maxHeaderSize = 16 * 1024;

/** Pages and forms are small: whoever takes longer to ask is cut off. */
const requestTimeoutMs = 30_000;

/** A server that listens, with the port it got; nobody is answered before there is an app. */
export interface Listening {
  readonly server: Server;
  readonly port: number;
}

/** Listens, or rejects with one line that names the address. */
export function listen(address: { readonly host: string; readonly port: number }): Promise<Listening> {
  const server = createServer({ maxHeaderSize, requestTimeout: requestTimeoutMs, keepAliveTimeout: 75_000 });
  noteConnections(server);
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(new Error(explain(error, address))));
    server.listen(address.port, address.host, () => {
      const bound = server.address();
      resolve({ server, port: typeof bound === 'object' && bound !== null ? bound.port : address.port });
    });
  });
}

function explain(error: Error, { host, port }: { readonly host: string; readonly port: number }): string {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `cannot listen on ${host}:${port}: the port is taken; stop what uses it or choose another`;
  return `cannot listen on ${host}:${port}: ${code === 'EACCES' ? 'not permitted' : error.message}`;
}
