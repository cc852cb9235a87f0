import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { waitFor } from '@smart-router/dev-services';
import { closeServer, noteConnections } from './close-server.js';

/** Far beyond what a test may take: whoever waits for it fails. */
const drainMs = 600_000;

async function start(answer: RequestListener) {
  const server = createServer(answer);
  noteConnections(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  /** Both ends of a new connection. */
  const open = async (): Promise<{ readonly near: Socket; readonly far: Socket }> => {
    const arrived = once(server, 'connection');
    const near = connect(port ?? 0, '127.0.0.1').resume();
    const [far] = (await arrived) as [Socket]; // what the event brings
    return { near, far };
  };
  return { server, open };
}

it('waits for no connection on which nothing was ever asked', async () => {
  const { server, open } = await start((_request, response) => response.end());
  const closed = [once((await open()).near, 'close'), once((await open()).near, 'close')];
  await closeServer(server, drainMs);
  await Promise.all(closed);
});

it('waits for answers under way, also for a request that has only begun', async () => {
  const asked: ServerResponse[] = [];
  const { server, open } = await start((_request, response) => void asked.push(response));
  const [{ near: asking }, { near: beginning, far }] = [await open(), await open()];
  const firstAsked = once(server, 'request');
  asking.write('GET / HTTP/1.1\r\nhost: router\r\n\r\n');
  await firstAsked;
  beginning.write('GET / HTTP/1.1\r\n');
  await waitFor(() => far.bytesRead > 0);
  const closing = closeServer(server, drainMs);
  const secondAsked = once(server, 'request');
  beginning.write('host: router\r\n\r\n');
  await secondAsked;
  const answers = Promise.all([once(asking, 'data'), once(beginning, 'data')]);
  for (const response of asked) response.end('here');
  expect(String(await answers)).toMatch(/200 OK.*200 OK/s);
  await closing;
});

it('answers who was to be answered before the cut, also when the process stood still over both', async () => {
  const cutMs = 1_000;
  const asked: ServerResponse[] = [];
  const { server, open } = await start((_request, response) => void asked.push(response));
  const { near } = await open();
  near.write('GET / HTTP/1.1\r\nhost: router\r\n\r\n');
  await waitFor(() => asked.length === 1);
  const heard = once(near, 'data');
  const closing = closeServer(server, cutMs);
  setTimeout(() => setImmediate(() => asked[0]?.writeHead(503).end()), cutMs / 2);
  const until = performance.now() + cutMs + 100;
  while (performance.now() < until);
  expect(String(await heard)).toMatch(/^HTTP\/1\.1 503 /);
  await closing;
});

it('cuts what is not answered by then', async () => {
  const { server, open } = await start(() => undefined);
  const { near } = await open();
  const closed = once(near, 'close');
  const asked = once(server, 'request');
  near.write('GET / HTTP/1.1\r\nhost: router\r\n\r\n');
  await asked;
  await closeServer(server, 20);
  await closed;
});
