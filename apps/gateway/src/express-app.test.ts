import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readConfig } from '@smart-router/config';
import { createPublicApp } from './express-app.js';
import type { HouseKeeping } from './house-keeping.js';

describe('the public app', () => {
  let server: Server;
  beforeAll(async () => {
    server = createServer(createPublicApp(houseKeeping())).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  it.each([
    ['/v1/models/%ff', 404],
    ['/v1/models/%', 404],
    ['/%c0%ae', 404],
    ['//v1/messages', 405],
    ['/v1/models/..%2fmetrics/x', 401],
    ['/V1/Models', 404],
  ])('never fails over the path %s', async (path, status) => {
    const { port } = server.address() as AddressInfo; // a TCP server's address
    const sent = request({ port, host: '127.0.0.1', path }).end();
    const [answer] = (await once(sent, 'response')) as [IncomingMessage]; // what the event carries
    answer.resume();
    expect(answer.statusCode).toBe(status);
  });
});

function houseKeeping(): HouseKeeping {
  const reading = readConfig('storage:\n  database_url: { env: URL }\n', { URL: 'postgres://127.0.0.1/none' });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return {
    catalog: () => reading.catalog,
    keys: { ready: () => true, find: () => undefined },
    ready: () => true,
    degraded: () => [],
    draining: () => false,
    version: '0',
    metricsText: () => Promise.resolve(''),
    metricsType: 'text/plain',
    requestId: () => 'req_1',
    now: () => 0,
  };
}
