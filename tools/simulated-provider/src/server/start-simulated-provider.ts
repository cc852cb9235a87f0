import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { troubleOf, type TroubleName } from '../trouble.js';
import { openaiErrorBody } from '../openai-error.js';
import { answer, type AnswerSettings } from './answer.js';
import { openExchange, sendJson, type Exchange } from './exchange.js';
import { openMemory } from './memory.js';
import { modelsList } from './models-list.js';
import { routeOf } from './route.js';
import type { SeenRequest } from './seen-request.js';
import { listRequests } from './listed-request.js';

/** How the provider behaves. */
export interface SimulatedProviderOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** The key it wants to see; left out, it takes any or none. */
  readonly key?: string;
  /** Milliseconds between tokens when the model name does not say. Default 0. */
  readonly tokenPaceMs?: number;
  /** Milliseconds since 1970. Default: the clock. */
  readonly now?: () => number;
  /** Hears of each model request when its answer is complete or broken, and when the provider started (epoch, ms). */
  readonly onRequestEnd?: (seen: SeenRequest, startedAtMs: number) => void;
}

/** A running provider. */
export interface SimulatedProvider {
  readonly url: string;
  readonly port: number;
  /** Model requests so far, oldest first; at least the last 9000. */
  requests(): readonly SeenRequest[];
  /** Forgets requests and the counts of faults that happen so many times. */
  reset(): void;
  close(): Promise<void>;
}

/** Idle connections are kept as long as the front ends of real providers keep them. */
const keepAliveMs = 65_000;

/** Starts a provider on a real socket. */
export async function startSimulatedProvider(options: SimulatedProviderOptions = {}): Promise<SimulatedProvider> {
  const host = options.host ?? '127.0.0.1';
  const server = createServer();
  server.keepAliveTimeout = keepAliveMs;
  const port = await listen(server, options.port ?? 0, host);
  const now = options.now ?? Date.now;
  const onEnd = options.onRequestEnd;
  const memory = openMemory({ now, prefix: port, ...(onEnd === undefined ? {} : { onEnd }) });
  const settings = { memory, now, tokenPaceMs: options.tokenPaceMs ?? 0 };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    handle(request, response, { ...settings, key: options.key }).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  return {
    url: `http://${host}:${port}`,
    port,
    requests: memory.records,
    reset: memory.reset,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type HandleSettings = AnswerSettings & { readonly key: string | undefined };

async function handle(request: IncomingMessage, response: ServerResponse, settings: HandleSettings): Promise<void> {
  const exchange = openExchange(request, response, settings.key);
  const route = routeOf(request.method ?? 'GET', exchange.path);
  if ('dialect' in route) return answer(exchange, route, settings);
  request.resume();
  if (route.kind === 'alive') return void response.writeHead(200).end();
  if (route.kind === 'unknown') return sendPlainError(exchange, 'no-such-path');
  if (!exchange.authorized) return sendPlainError(exchange, 'unauthorized');
  if (route.kind === 'seen') {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const requests = listRequests(settings.memory, searchParams.get('label') ?? '');
    return sendJson(exchange, { status: 200, body: { requests } });
  }
  sendJson(exchange, { status: 200, body: modelsList(request.headers['anthropic-version']) });
}

/** Before a dialect is known. */
function sendPlainError(exchange: Exchange, name: TroubleName): void {
  const trouble = troubleOf(name);
  sendJson(exchange, { status: trouble.status, body: openaiErrorBody(trouble, 'openai-chat') });
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
