import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Secret } from '@smart-router/core';
import { routingOptions, type ExternalOptions, type PolicyQuestion, type RouteContext } from '@smart-router/routing';
import { openExternalPolicy, type ExternalPolicy, type ExternalPolicySettings } from './external-policy.js';

/** A policy service on loopback, and what it was asked. */
export interface PolicyService {
  readonly url: string;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

/** One question it got. */
export interface Asked {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

/** Starts a service that answers as it is told; the question has been read by then. */
export async function startService(answer: (response: ServerResponse, asked: Asked) => void): Promise<PolicyService> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const one = { path: request.url ?? '', headers: request.headers, body: JSON.parse(text) as unknown };
      asked.push(one);
      answer(response, one);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${portOf(server)}/route`, asked, close: () => closeServer(server) };
}

/** The port a server listens on. */
export function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server should listen on a port');
  return address.port;
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((closed) => server.close(() => closed()));
}

/** The client of a service, with some of its options and settings. */
export function policyAt(
  url: string,
  options: object = {},
  settings: Partial<ExternalPolicySettings> = {},
): ExternalPolicy {
  return openExternalPolicy({
    group: 'chat',
    notes: { failed: () => undefined, log: () => undefined },
    options: optionsOf({ url, allow_hosts: [new URL(url).host], timeout_ms: 10_000, ...options }),
    headers: new Map([['authorization', new Secret('Bearer planted')]]),
    now: () => Date.now(),
    ...settings,
  });
}

/** The options of a policy service, with those that were left out. */
export function optionsOf(external: object): ExternalOptions {
  const read = routingOptions.parse({ strategy: 'external', external });
  if (read.external === undefined) throw new Error('the options should be there');
  return read.external;
}

/** What a request of two targets is told to a policy as. */
export const context: RouteContext = {
  group: 'chat',
  request: {
    dialect: 'openai-chat',
    stream: false,
    requestBytes: 100,
    estimatedInputTokens: 20,
    toolCount: 0,
    toolSchemaBytes: 0,
    hostedTools: [],
    modalities: ['text'],
    imageCount: 0,
    structuredOutput: false,
    complexity: 0.1,
  },
  caller: { tokenId: 't', keyId: 'k', organization: 'acme', user: 'u', project: 'p', environment: 'e' },
  targets: [],
  now: 1_000,
};

/** A question about that request. */
export function question(more: Partial<PolicyQuestion> = {}): PolicyQuestion {
  return {
    requestId: 'req_1',
    context,
    body: () => '{"model":"chat","seed":12345678901234567890}',
    signal: undefined,
    ...more,
  };
}
