import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

/** Headers that only speak of the upgrade. */
const upgradeHeaders = ['upgrade', 'http2-settings', 'connection'];

/**
 * Reads a request again without its wish for another protocol, which a server may pass over. Java's HTTP client offers
 * HTTP/2 with every first request; refused, its caller would get no answer at all.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-7.8
 */
export function stayWithHttp(server: Server, request: IncomingMessage, rest: { socket: Duplex; head: Buffer }): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!upgradeHeaders.includes(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[index + 1]}`);
  }
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  rest.socket.unshift(Buffer.concat([head, rest.head]));
  server.emit('connection', rest.socket);
}
