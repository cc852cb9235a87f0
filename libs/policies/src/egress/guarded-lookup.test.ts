import { once } from 'node:events';
import { createServer } from 'node:http';
import { request } from 'undici';
import { openEgressAgent } from './egress-agent.js';
import { EgressRefused, guardedLookup } from './guarded-lookup.js';

type Found = string | Error;

function lookUp(host: string, addresses: readonly string[], allowPrivateAddresses = false): Promise<Found> {
  const resolve = async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const lookup = guardedLookup({ allowPrivateAddresses }, resolve);
  return new Promise((found) => lookup(host, {}, (error, address) => found(error ?? (address as string))));
}

it('gives the address that it judged', async () => {
  expect(await lookUp('policy.example', ['93.184.216.34', '2606:4700::1111'])).toBe('93.184.216.34');
  expect(await lookUp('localhost', ['127.0.0.1', '::1'])).toBe('127.0.0.1');
  expect(await lookUp('policy.internal', ['10.1.2.3'], true)).toBe('10.1.2.3');
});

it.each([
  ['a private address', 'policy.example', ['10.1.2.3']],
  ['the metadata of a machine', 'policy.example', ['169.254.169.254']],
  ['this machine by another name', 'policy.example', ['127.0.0.1']],
  ['a mapped private address', 'policy.example', ['::ffff:10.0.0.1']],
  ['one bad address among good ones', 'policy.example', ['93.184.216.34', '192.168.0.1']],
  ['another machine behind localhost', 'localhost', ['192.168.0.1']],
  ['no address', 'policy.example', []],
])('refuses %s', async (_what, host, addresses) => {
  expect(await lookUp(host, addresses)).toBeInstanceOf(EgressRefused);
});

it('refuses metadata even where private addresses are allowed', async () => {
  expect(await lookUp('policy.internal', ['169.254.169.254'], true)).toBeInstanceOf(EgressRefused);
  expect(await lookUp('policy.internal', ['127.0.0.1'], true)).toBeInstanceOf(EgressRefused);
});

it('connects to the address that was judged, and to no other', async () => {
  let asked = 0;
  const server = createServer((_request, response) => void response.end('reached')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const rules = { allowHosts: [], allowHttp: true, allowPrivateAddresses: false };
  const answers = [[{ address: '127.0.0.1', family: 4 }], [{ address: '169.254.169.254', family: 4 }]];
  const resolve = async () => answers[Math.min(asked++, 1)] ?? [];
  const agent = openEgressAgent({ rules, connections: 1, connectTimeoutMs: 5_000, resolve });
  const ask = (host: string) =>
    request(`http://${host}:${port}/`, { dispatcher: agent }).then(({ body }) => body.text());
  expect(await ask('first.localhost')).toBe('reached');
  await expect(ask('second.localhost')).rejects.toThrow('169.254.169.254, which no policy may call');
  await agent.close();
  server.close();
});
