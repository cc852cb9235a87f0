import type { Dispatcher } from 'undici';
import { startAlarm } from '../alarm.js';
import { boundedText } from './bounded-text.js';
import { checkDestination, type EgressRules } from './check-destination.js';

/** Redirects that are followed. */
const maxRedirects = 3;

/** Headers that a policy may set. */
const allowedHeader = /^(?:accept|content-type|x-[a-z0-9-]+)$/i;

/** How a call of a policy is made. */
export interface FetchJsonRules {
  readonly agent: Dispatcher;
  readonly egress: EgressRules;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
}

/** A call of a policy. */
export interface JsonCall {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string | undefined;
}

/** What came of it. `body` is said to be JSON and not yet read; `undefined` when the answer is none and no success. */
export type JsonAnswer =
  | { readonly ok: true; readonly status: number; readonly body: string | undefined }
  | { readonly ok: false; readonly message: string };

/** Calls a service for a policy. Every hop is judged as the first; never throws. */
export async function fetchJson(rules: FetchJsonRules, call: JsonCall, signal: AbortSignal): Promise<JsonAnswer> {
  const ending = new AbortController();
  const alarm = startAlarm(rules.timeoutMs, () => ending.abort());
  const within = AbortSignal.any([signal, ending.signal]);
  try {
    return await checkAndFollow(rules, call, within);
  } catch (error) {
    return no(within.aborted ? 'it did not answer in time' : reasonOf(error));
  } finally {
    alarm.stop();
  }
}

async function checkAndFollow(rules: FetchJsonRules, call: JsonCall, signal: AbortSignal): Promise<JsonAnswer> {
  const method = call.method.toUpperCase();
  if (method !== 'GET' && method !== 'POST')
    return no(`the method should be GET or POST, got ${call.method.slice(0, 20)}`);
  const strange = Object.keys(call.headers).find((name) => !allowedHeader.test(name));
  if (strange !== undefined)
    return no(`headers should be Accept, Content-Type or X-*, got ${JSON.stringify(strange.slice(0, 50))}`);
  if (method === 'GET' && call.body !== undefined) return no('a GET should have no body');
  return follow(rules, { ...call, method }, signal);
}

type Method = 'GET' | 'POST';

async function follow(
  rules: FetchJsonRules,
  first: JsonCall & { readonly method: Method },
  signal: AbortSignal,
): Promise<JsonAnswer> {
  let call = first;
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    const checked = checkDestination(call.url, rules.egress);
    if (!checked.ok) return checked;
    const answer = await ask(rules, { ...call, target: checked.url }, signal);
    const location = answer.headers['location'];
    if (!redirects.has(answer.statusCode) || typeof location !== 'string') return read(answer, rules.maxResponseBytes);
    await discard(answer);
    if (!URL.canParse(location, checked.url.href)) return no('it redirects to no URL');
    call = redirected(call, checked.url, { status: answer.statusCode, next: new URL(location, checked.url) });
  }
  return no(`it redirects more than ${maxRedirects} times`);
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** A POST that is redirected otherwise than by 307 or 308 goes on as a GET; another origin does not get the X-* headers. */
function redirected(
  call: JsonCall & { readonly method: Method },
  from: URL,
  to: { readonly status: number; readonly next: URL },
): JsonCall & { readonly method: Method } {
  const keepsMethod = to.status === 307 || to.status === 308;
  const headers = Object.entries(call.headers).filter(
    ([name]) => to.next.origin === from.origin || !name.toLowerCase().startsWith('x-'),
  );
  return {
    url: to.next.href,
    headers: Object.fromEntries(headers),
    method: keepsMethod ? call.method : 'GET',
    body: keepsMethod ? call.body : undefined,
  };
}

function ask(
  { agent }: FetchJsonRules,
  { target, method, headers, body }: JsonCall & { readonly method: Method; readonly target: URL },
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return agent.request({
    ...{ origin: target.origin, path: `${target.pathname}${target.search}`, method, body: body ?? null, signal },
    // What is not compressed cannot grow while it is read.
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...given,
      'accept-encoding': 'identity',
    },
  });
}

async function read(
  { statusCode: status, headers, body }: Dispatcher.ResponseData,
  maxBytes: number,
): Promise<JsonAnswer> {
  const isSuccess = status >= 200 && status < 300;
  const encoding = headers['content-encoding'] ?? 'identity';
  const isJson =
    encoding === 'identity' && /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(String(headers['content-type']));
  if (!isJson) {
    body.on('error', () => undefined).destroy();
    return isSuccess ? no('the answer should be JSON, not compressed') : { ok: true, status, body: undefined };
  }
  const text = await boundedText(body, maxBytes);
  return text === undefined ? no(`the answer should be at most ${maxBytes} bytes`) : { ok: true, status, body: text };
}

/** What stands in a redirect is read up to a little, so that the connection can serve again. */
async function discard({ body }: Dispatcher.ResponseData): Promise<void> {
  await body.dump({ limit: 16_384 });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'the call failed';
}

function no(message: string): JsonAnswer & { readonly ok: false } {
  return { ok: false, message };
}
