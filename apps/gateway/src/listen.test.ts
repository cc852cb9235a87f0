import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { readConfig } from '@smart-router/config';
import type { Router } from '@smart-router/relay';
import { listen, publicServer, type Listening } from './listen.js';

const upgrade = 'GET /v1/responses HTTP/1.1\r\nhost: router\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n';

describe('the public server', () => {
  let listening: Listening;
  beforeAll(async () => {
    listening = await listen(
      publicServer(noRouter, (_request, response) => response.end('here'), settings()),
      {
        host: '127.0.0.1',
        port: 0,
      },
    );
  });
  afterAll(() => {
    listening.server.close();
    listening.server.closeAllConnections();
  });

  it('refuses an upgrade with 426', async () => {
    const socket = await open();
    socket.write(upgrade);
    const [answer] = (await once(socket, 'data')) as [Buffer]; // the first chunk of a socket without an encoding
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 426 /);
    socket.destroy();
  });

  it('passes over the offer of HTTP/2, and keeps the connection', async () => {
    const socket = await open();
    const offer = 'connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAEAAEAA\r\n';
    for (const body of ['body', 'more']) {
      socket.write(`POST /nowhere HTTP/1.1\r\nhost: router\r\n${offer}content-length: 4\r\n\r\n${body.slice(0, 1)}`);
      const heard = once(socket, 'data');
      await new Promise((next) => setTimeout(next, 20));
      socket.write(body.slice(1));
      const [answer] = (await heard) as [Buffer]; // the first chunk of a socket without an encoding
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 [^]*here$/);
    }
    socket.destroy();
  });

  it('survives callers who reset the connection of a refused upgrade', async () => {
    for (let round = 0; round < 20; round += 1) {
      const socket = await open();
      socket.write(upgrade + 'x'.repeat(100_000));
      await new Promise((next) => setTimeout(next, round % 3));
      socket.resetAndDestroy();
    }
    expect(await (await fetch(listening.url)).text()).toBe('here');
  });

  it('lets go of a refused upgrade whose caller never closes', async () => {
    const accepted = once(listening.server, 'connection');
    const socket = await open();
    const [served] = (await accepted) as [Socket]; // what the event carries
    const closed = once(served, 'close');
    socket.resume().write(upgrade);
    await closed;
    expect(socket.writableEnded).toBe(false);
    socket.destroy();
  });

  it('cuts an upload without end to a path that takes none', async () => {
    const socket = await open();
    const closed = once(socket, 'close');
    socket.on('error', () => undefined).resume();
    socket.write('POST /nowhere HTTP/1.1\r\nhost: router\r\ntransfer-encoding: chunked\r\n\r\n');
    const drip = setInterval(() => socket.write('1\r\na\r\n'), 100);
    await once(socket, 'end').catch(() => undefined); // or reset, as the cut falls
    clearInterval(drip);
    socket.destroy();
    await closed;
  });

  it('keeps the connection of an upload that ends in time', async () => {
    const socket = await open();
    socket.write('POST /nowhere HTTP/1.1\r\nhost: router\r\ncontent-length: 4\r\n\r\n');
    await once(socket, 'data');
    socket.write('bodyGET /here HTTP/1.1\r\nhost: router\r\n\r\n');
    const [second] = (await once(socket, 'data')) as [Buffer]; // the first chunk of a socket without an encoding
    expect(second.toString()).toMatch(/^HTTP\/1\.1 200 /);
    socket.destroy();
  });

  async function open(): Promise<Socket> {
    const socket = connect({ port: listening.port, host: '127.0.0.1', allowHalfOpen: true });
    await once(socket, 'connect');
    return socket;
  }
});

const noRouter: Router = {
  handle: () => false,
  inFlight: () => 0,
  waiting: () => [],
  stopWaitingBy: () => undefined,
  adaptiveLimits: () => Promise.resolve([]),
  close: () => Promise.resolve(),
};

function settings() {
  const reading = readConfig('storage:\n  database_url: { env: URL }\n', { URL: 'postgres://127.0.0.1/none' });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.catalog.server;
}
