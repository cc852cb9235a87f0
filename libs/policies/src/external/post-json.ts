import type { PolicyError } from '@smart-router/core';
import { errors, request, type Dispatcher } from 'undici';
import { startAlarm } from '../alarm.js';
import { boundedText } from '../egress/bounded-text.js';

/** One POST of JSON and its bounds. */
export interface PostOrder {
  readonly dispatcher: Dispatcher;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For everything together, from here on. */
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  /** Ends it early. */
  readonly signal: AbortSignal | undefined;
}

/** What came of it. A failure says what failed, and nothing of what was answered. */
export type PostResult =
  | { readonly kind: 'answered'; readonly text: string }
  | {
      readonly kind: 'failed';
      readonly error: Extract<PolicyError, 'timeout' | 'unreachable' | 'bad-status' | 'bad-answer'>;
      readonly message: string;
      readonly status: number | undefined;
    }
  | { readonly kind: 'given-up' };

/** Sends JSON and reads a bounded answer. Follows no redirect and unpacks nothing. Never rejects. */
export async function postJson(order: PostOrder): Promise<PostResult> {
  const ending = new AbortController();
  const giveUp = (): void => ending.abort(new GivenUp());
  const alarm = startAlarm(order.timeoutMs, () => ending.abort(new TimedOut()));
  if (order.signal?.aborted === true) giveUp();
  order.signal?.addEventListener('abort', giveUp, { once: true });
  try {
    return await send(order, ending.signal, { mayRepeat: true });
  } catch (error) {
    return failureOf(ending.signal.aborted ? ending.signal.reason : error, order.timeoutMs);
  } finally {
    alarm.stop();
    order.signal?.removeEventListener('abort', giveUp);
  }
}

class TimedOut extends Error {}

class GivenUp extends Error {}

async function send(
  order: PostOrder,
  signal: AbortSignal,
  { mayRepeat }: { readonly mayRepeat: boolean },
): Promise<PostResult> {
  const { dispatcher, url, headers, body } = order;
  const fixed = { ...headers, 'content-type': 'application/json', accept: 'application/json' };
  const sent = { ...fixed, 'accept-encoding': 'identity' };
  const answer = await request(url, { dispatcher, method: 'POST', headers: sent, body, signal }).catch(
    (error: unknown) => {
      if (mayRepeat && wasClosed(error)) return undefined;
      throw error;
    },
  );
  // It closed a connection that had been idle just as it was used again.
  if (answer === undefined) return send(order, signal, { mayRepeat: false });
  answer.body.on('error', () => undefined); // what breaks it is told where it is read
  const refused = refusalOf(answer.statusCode, answer.headers['content-encoding']);
  if (refused !== undefined) {
    answer.body.destroy();
    return refused;
  }
  const text = await boundedText(answer.body, order.maxResponseBytes);
  return text === undefined ? tooLong(order) : { kind: 'answered', text };
}

function wasClosed(error: unknown): boolean {
  if (error instanceof errors.SocketError) return true;
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

function refusalOf(status: number, encoding: unknown): PostResult | undefined {
  if (status < 200 || status > 299)
    return { kind: 'failed', error: 'bad-status', message: `it answered with status ${status}`, status };
  if (encoding === undefined || encoding === 'identity') return undefined;
  return { kind: 'failed', error: 'bad-answer', message: 'its answer is packed, which nobody asked for', status };
}

function tooLong({ maxResponseBytes }: PostOrder): PostResult {
  const message = `its answer should be at most ${maxResponseBytes} bytes, and is longer`;
  return { kind: 'failed', error: 'bad-answer', message, status: undefined };
}

function failureOf(reason: unknown, timeoutMs: number): PostResult {
  if (reason instanceof GivenUp) return { kind: 'given-up' };
  const late = reason instanceof TimedOut || reason instanceof errors.ConnectTimeoutError;
  if (late) return { kind: 'failed', error: 'timeout', message: `no answer within ${timeoutMs} ms`, status: undefined };
  return { kind: 'failed', error: 'unreachable', message: `not reached: ${codeOf(reason)}`, status: undefined };
}

/** Codes of errors name no host and no secret, as their texts may. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
