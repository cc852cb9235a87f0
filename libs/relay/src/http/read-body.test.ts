import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
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

/** A request of which the first half of a body of four bytes was sent. */
async function halfSent(): Promise<IncomingMessage> {
  caller.write('POST / HTTP/1.1\r\nhost: router\r\ncontent-length: 4\r\n\r\n[1');
  const [request] = (await once(server, 'request')) as [IncomingMessage]; // what the event brings
  return request;
}

const limitsOf = (bodyTimeoutMs: number) => ({ maxBodyBytes: 1_000, bodyTimeoutMs });

it('reads a body that has arrived in time though the process was busy when its time was over', async () => {
  const request = await halfSent();
  const body = readBody(request, limitsOf(1_000));
  const until = performance.now() + 1_050;
  setImmediate(() => {
    caller.write('2]');
    while (performance.now() < until);
  });
  expect(await body).toEqual({ ok: true, value: new Uint8Array(Buffer.from('[12]')) });
});

it('refuses a body whose end does not arrive in time, and says how much did', async () => {
  const request = await halfSent();
  expect(await readBody(request, limitsOf(50))).toMatchObject({
    fault: { type: 'request-timeout', message: 'the body should arrive within 50 ms, got 2 bytes by then' },
  });
});
