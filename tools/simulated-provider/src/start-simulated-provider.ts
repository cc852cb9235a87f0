import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { dialectOfPath, wireDialects } from './dialects.js';
import { sendAll } from './faults/act.js';
import { errorWords } from './faults/error-words.js';
import { faults } from './faults/faults.js';
import { makeScript } from './make-script.js';
import { readModelName } from './model-name.js';
import { playAct } from './play-act.js';
import type { SimulatedDialect } from './prompt.js';
import type { SeenRequest } from './seen-request.js';
import type { ErrorWords, Frame } from './wire-dialect.js';

/** How the provider behaves. */
export interface SimulatedProviderOptions {
  readonly host?: string;
  readonly port?: number;
  /** The key it wants to see; left out, it takes any or none. */
  readonly key?: string;
  /** Milliseconds between tokens of a stream. Default 0. */
  readonly tokenPaceMs?: number;
}

/** A running provider. */
export interface SimulatedProvider {
  readonly url: string;
  readonly port: number;
  /** Model requests so far, oldest first; the last 10,000. */
  requests(): readonly SeenRequest[];
  /** Forgets requests and the counts of faults that happen once. */
  reset(): void;
  close(): Promise<void>;
}

const maxSeen = 10_000;

/** What the provider remembers. */
interface Memory {
  readonly options: SimulatedProviderOptions;
  readonly startedAt: number;
  seen: SeenRequest[];
  /** By key, dialect and model: how often, and since when. */
  asked: Map<string, { count: number; readonly since: number }>;
  serial: number;
}

/** Starts a provider on a real socket. */
export async function startSimulatedProvider(options: SimulatedProviderOptions = {}): Promise<SimulatedProvider> {
  const memory: Memory = { options, startedAt: Date.now(), seen: [], asked: new Map(), serial: 0 };
  const server = createServer((request, response) => {
    response.on('error', () => undefined); // a client that has gone is told to `requests()`
    answer(memory, request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, () => resolve());
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://${host}:${port}`,
    port,
    requests: () => memory.seen,
    reset() {
      memory.seen = [];
      memory.asked = new Map();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(memory: Memory, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const body = await readAll(request);
  if (request.method === 'GET' && path.endsWith('/models'))
    return sendJson(response, 200, {
      object: 'list',
      data: [{ id: 'sim-ok', object: 'model', created: 0, owned_by: 'simulated' }],
    });
  if (path.endsWith('/count_tokens') || path.endsWith('/input_tokens'))
    return sendJson(response, 200, { object: 'response.input_tokens', input_tokens: Math.ceil(body.length / 4) });
  const dialect = dialectOfPath(path);
  if (request.method !== 'POST' || dialect === undefined)
    return sendJson(response, 404, {
      error: { message: `nothing at ${path}`, type: 'invalid_request_error', code: null, param: null },
    });
  const wire = wireDialects[dialect];
  const parsed = parse(body);
  const prompt = wire.readPrompt(parsed);
  const seen = see(memory, { request, response, dialect, path, body, model: prompt.model });
  const refusal = keyRefusal(memory, request) ?? bodyRefusal(wire.complain(parsed));
  if (refusal !== undefined) return sendJson(response, refusal.status, wire.error(refusal));

  const wish = readModelName(prompt.model);
  const rule = faults[wish.fault];
  if (rule === undefined) return sendJson(response, 404, wire.error(errorWords.unknownModel));
  const serial = (memory.serial += 1);
  const script = makeScript(prompt, { tokens: wish.tokens, serial });
  const frames: readonly Frame[] = prompt.stream
    ? wire.frames(script, prompt, serial)
    : [{ text: JSON.stringify(wire.whole(script, prompt, serial)), token: false }];
  const history = count(memory, seen);
  const act = rule({
    frames,
    stream: prompt.stream,
    dialect,
    ...history,
    endsWithAssistant: prompt.endsWithAssistant,
    streamError: (words) => wire.streamError(words),
  });
  const paceMs = wish.paceMs ?? memory.options.tokenPaceMs ?? 0;
  await playAct(act ?? { kind: 'steps', steps: sendAll(frames) }, {
    response,
    dialect: wire,
    stream: prompt.stream,
    paceMs,
  });
}

function see(
  memory: Memory,
  parts: {
    readonly request: IncomingMessage;
    readonly response: ServerResponse;
    readonly dialect: SimulatedDialect;
    readonly path: string;
    readonly body: Buffer;
    readonly model: string;
  },
): SeenRequest {
  const { dialect, path, body, model } = parts;
  const seen: SeenRequest = {
    dialect,
    path,
    body,
    model,
    headers: parts.request.headers,
    atMs: Date.now() - memory.startedAt,
    aborted: false,
  };
  parts.response.on('close', () => {
    seen.aborted = !parts.response.writableFinished;
  });
  memory.seen.push(seen);
  if (memory.seen.length > maxSeen) memory.seen.shift();
  return seen;
}

function count(memory: Memory, seen: SeenRequest): { readonly former: number; readonly sinceFirstMs: number } {
  const name = JSON.stringify([seen.headers.authorization ?? seen.headers['x-api-key'], seen.dialect, seen.model]);
  const known = memory.asked.get(name) ?? { count: 0, since: Date.now() };
  const former = known.count;
  memory.asked.set(name, { count: former + 1, since: known.since });
  return { former, sinceFirstMs: Date.now() - known.since };
}

function keyRefusal(memory: Memory, request: IncomingMessage): ErrorWords | undefined {
  const { key } = memory.options;
  if (key === undefined) return undefined;
  const shown = request.headers.authorization?.replace(/^Bearer /, '') ?? request.headers['x-api-key'];
  return shown === key ? undefined : errorWords.badKey;
}

function bodyRefusal(complaint: string | undefined): ErrorWords | undefined {
  if (complaint === undefined) return undefined;
  return {
    status: 400,
    type: 'invalid_request_error',
    code: null,
    anthropicType: 'invalid_request_error',
    message: complaint,
  };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined; // the dialect complains about what it misses
  }
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // a request without an encoding yields Buffers
  return Buffer.concat(chunks);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
