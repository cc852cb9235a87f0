import type { LaneDialect } from '../lane-config.js';
import { callerBodies, type Question } from './caller-bodies.js';
import type { CallerSighting, Refusal } from './sightings.js';

/** One request on its way to a replica. */
export interface FleetAsk extends Question {
  readonly tag: string;
  readonly crew: string;
  readonly dialect: LaneDialect;
  readonly replica: { readonly index: number; readonly url: string };
  readonly token: string;
  /** The caller closes the connection after so long, as soon as it hears that it is let in, or when that has happened. */
  readonly leaves?: { readonly afterMs: number } | 'let-in' | Promise<void>;
  /** Hears the status when the headers come. */
  onStatus?(status: number): void;
}

/** Asks, and tells what came of it; never throws. */
export async function askFleet(ask: FleetAsk): Promise<CallerSighting> {
  const leaving = new AbortController();
  let leftAtMs: number | undefined;
  const leave = (): void => {
    leftAtMs = Date.now();
    leaving.abort();
  };
  const { leaves } = ask;
  const timer = typeof leaves === 'object' && 'afterMs' in leaves ? setTimeout(leave, leaves.afterMs) : undefined;
  if (leaves instanceof Promise) void leaves.then(leave);
  const onStatus = (status: number): void => {
    ask.onStatus?.(status);
    if (leaves === 'let-in' && status === 200) leave();
  };
  const sentAtMs = Date.now();
  const heard = await hear({ ...ask, onStatus }, leaving.signal);
  clearTimeout(timer);
  const { tag, crew, dialect, outputCap } = ask;
  return {
    ...{ tag, crew, dialect, outputCap, replica: ask.replica.index, sentAtMs, endedAtMs: Date.now() },
    ...heard,
    // Who had heard everything before it could leave has stayed.
    leftAtMs: heard.answered ? undefined : leftAtMs,
  };
}

type Heard = Pick<CallerSighting, 'requestId' | 'status' | 'answered' | 'refusal'>;

async function hear(ask: FleetAsk, signal: AbortSignal): Promise<Heard> {
  const { path, terminal, bodyOf } = callerBodies[ask.dialect];
  let heard: Heard = { requestId: undefined, status: undefined, answered: false, refusal: undefined };
  try {
    const response = await fetch(`${ask.replica.url}${path}`, {
      ...{ method: 'POST', signal, body: JSON.stringify(bodyOf(ask)) },
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${ask.token}`,
        'x-client-request-id': ask.tag,
      },
    });
    heard = { ...heard, requestId: response.headers.get('x-request-id') ?? undefined, status: response.status };
    ask.onStatus?.(response.status);
    const text = await response.text();
    const streamed = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    const answered = !streamed || terminal.test(text);
    return { ...heard, answered, refusal: response.ok ? undefined : refusalOf(response, text) };
  } catch {
    return heard; // the connection broke, or the caller left: what was seen before is what counts
  }
}

function refusalOf(response: Response, text: string): Refusal {
  // Both envelopes of the gateway's own errors hold these; a body of another shape fails the run, as it should.
  const { error } = JSON.parse(text) as {
    error: { type: string; details?: { bucket?: string; retry_after_ms?: number } };
  };
  const header = response.headers.get('retry-after');
  return {
    type: error.type,
    bucket: error.details?.bucket,
    retryAfterMs: error.details?.retry_after_ms,
    retryAfterSeconds: header === null ? undefined : Number(header),
  };
}
