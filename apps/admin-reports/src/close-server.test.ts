import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { waitFor } from '@smart-router/dev-services';
import { closeServer } from './close-server.js';
import { listen } from './listen.js';

/** Far beyond what a test may take: whoever waits for it fails. */
const drainMs = 600_000;

/** Both ends of a new connection to a server that listens as the reports do. */
async function open({ server, port }: Awaited<ReturnType<typeof listen>>) {
  const arrived = once(server, 'connection');
  const near = connect(port, '127.0.0.1').resume();
  const [far] = (await arrived) as [Socket]; // what the event brings
  return { near, far };
}

it('waits for no connection that a browser opened ahead and never used', async () => {
  const listening = await listen({ host: '127.0.0.1', port: 0 });
  const closed = [once((await open(listening)).near, 'close'), once((await open(listening)).near, 'close')];
  await closeServer(listening.server, drainMs);
  await Promise.all(closed);
});

it('waits for an answer under way, and for a request that has only begun', async () => {
  const listening = await listen({ host: '127.0.0.1', port: 0 });
  const asked: ServerResponse[] = [];
  listening.server.on('request', (_request, response) => void asked.push(response));
  const [{ near: asking }, { near: beginning, far }] = [await open(listening), await open(listening)];
  asking.write('GET / HTTP/1.1\r\nhost: reports\r\n\r\n');
  beginning.write('GET / HTTP/1.1\r\n');
  await waitFor(() => asked.length === 1 && far.bytesRead > 0);
  const closing = closeServer(listening.server, drainMs);
  beginning.write('host: reports\r\n\r\n');
  await waitFor(() => asked.length === 2);
  const answers = Promise.all([once(asking, 'data'), once(beginning, 'data')]);
  for (const response of asked) response.end('here');
  expect(String(await answers)).toMatch(/200 OK.*200 OK/s);
  await closing;
});
