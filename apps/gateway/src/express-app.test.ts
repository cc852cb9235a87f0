import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fault, refuse } from '@smart-router/core';
import { readConfig } from '@smart-router/config';
import { createMemoryLimitStore } from '@smart-router/traffic-shaping';
import { createPublicApp } from './express-app.js';
import type { HouseKeeping } from './house-keeping.js';
import { healthyDependencies } from './testing/healthy-dependencies.js';

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
    expect((await ask(server, 'GET', path)).statusCode).toBe(status);
  });

  it.each([
    ['GET', '/healthz', 200, undefined],
    ['HEAD', '/', 200, undefined],
    ['HEAD', '/v1/chat/completions', 200, undefined],
    ['GET', '/v1/models', 401, undefined],
    ['GET', '/v1/usage', 401, undefined],
    ['POST', '/v1/usage', 405, undefined],
    ['GET', '/v1/requests/req_2', 401, undefined],
    ['DELETE', '/v1/requests/req_2', 405, undefined],
    ['HEAD', '/v1/messages', 200, 'req_1'],
    ['GET', '/v1/messages', 405, 'req_1'],
    ['GET', '/anthropic/v1/models', 401, 'req_1'],
  ])('names the request of %s %s', async (method, path, status, forMessages) => {
    const { statusCode, headers } = await ask(server, method, path);
    expect([statusCode, headers['x-request-id'], headers['request-id']]).toEqual([status, 'req_1', forMessages]);
  });
});

async function ask(server: Server, method: string, path: string): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo; // a TCP server's address
  const sent = request({ port, host: '127.0.0.1', method, path }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage]; // what the event carries
  return answer.resume();
}

function houseKeeping(): HouseKeeping {
  const reading = readConfig('storage:\n  database_url: { env: URL }\n', { URL: 'postgres://127.0.0.1/none' });
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return {
    catalog: () => reading.catalog,
    keys: { ready: () => true, find: () => undefined },
    ready: () => true,
    peekLimits: createMemoryLimitStore({ now: () => 0, rng: () => 0 }).peek,
    usedBy: () => Promise.resolve([]),
    lookUps: { find: () => Promise.resolve(refuse(fault('not-found', 'there is none'))) },
    dependencies: () => healthyDependencies,
    noteStranger: () => undefined,
    draining: () => false,
    version: '0',
    metricsText: () => Promise.resolve(''),
    metricsType: 'text/plain',
    requestId: () => 'req_1',
    now: () => 0,
  };
}
