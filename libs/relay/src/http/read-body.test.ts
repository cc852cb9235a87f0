import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { readBody } from './read-body.js';

let server: Server;
let caller: Socket;
beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  caller = connect(typeof address === 'object' ? (address?.port ?? 0) : 0, '127.0.0.1');
});
afterEach(() => {
  caller.destroy();
  server.close();
});

/** A request of which the first two bytes of the body were sent. */
async function halfSent(body: Uint8Array = Buffer.from('[12]'), encoding = 'identity'): Promise<IncomingMessage> {
  const head = `POST / HTTP/1.1\r\nhost: router\r\ncontent-encoding: ${encoding}\r\ncontent-length: ${body.length}\r\n\r\n`;
  caller.write(Buffer.concat([Buffer.from(head), body.subarray(0, 2)]));
  const [request] = (await once(server, 'request')) as [IncomingMessage]; // what the event brings
  return request;
}

const limitsOf = (bodyTimeoutMs: number) => ({ maxBodyBytes: 1_000, bodyTimeoutMs });

it.each([
  ['identity', Buffer.from('[12]')],
  ['gzip', gzipSync('[12]')],
])(
  'reads a body of %s that has arrived in time though the process was busy when its time was over',
  async (...sent) => {
    const [encoding, bytes] = sent;
    const request = await halfSent(bytes, encoding);
    const body = readBody(request, limitsOf(1_000));
    const until = performance.now() + 1_050;
    setImmediate(() => {
      caller.write(bytes.subarray(2));
      while (performance.now() < until);
    });
    expect(await body).toEqual({ ok: true, value: new Uint8Array(Buffer.from('[12]')) });
  },
);

it('refuses a body whose end does not arrive in time, and says how much did', async () => {
  const request = await halfSent();
  expect(await readBody(request, limitsOf(50))).toMatchObject({
    fault: { type: 'request-timeout', message: 'the body should arrive within 50 ms, got 2 bytes by then' },
  });
});
