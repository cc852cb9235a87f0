import type { ExternalOptions } from '@smart-router/routing';
import { setTimeout as pause } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { feedbackUrl } from './external-rules.js';
import { postJson, type PostResult } from './post-json.js';

/** What became of a piece of feedback: it arrived, its tries were used up, or there was no room or time for it. */
export type FeedbackEnd = 'delivered' | 'failed' | 'dropped';

/** What feedback is delivered with. */
export interface FeedbackSettings {
  readonly options: Pick<ExternalOptions, 'url' | 'feedback'>;
  readonly dispatcher: Dispatcher;
  readonly headers: Readonly<Record<string, string>>;
  /** Told of each piece once. */
  readonly onEnd: (end: FeedbackEnd) => void;
}

/** Feedback on its way. Whoever gives some waits for nothing. */
export interface FeedbackQueue {
  add(requestId: string, text: string): void;
  /** Waits until all of it has ended, at most so long; what is left then is dropped. */
  flush(withinMs: number): Promise<void>;
}

/** Deliveries at once: enough for thousands a second, and never the service's whole attention. */
export const deliveriesAtOnce = 8;

/** An answer to feedback is read so far, for the connection's sake. */
const maxAnswerBytes = 65_536;

interface Piece {
  readonly requestId: string;
  readonly text: string;
}

/** Opens an empty queue. */
export function openFeedbackQueue(settings: FeedbackSettings): FeedbackQueue {
  const { max_pending: maxPending } = settings.options.feedback;
  const giveUp = new AbortController();
  const waiting: Piece[] = [];
  const underWay = new Set<Promise<void>>();
  const deliverNext = (): void => {
    const piece = underWay.size < deliveriesAtOnce ? waiting.shift() : undefined;
    if (piece === undefined) return;
    const delivery = deliver(settings, piece, giveUp.signal)
      .then(settings.onEnd)
      .finally(() => {
        underWay.delete(delivery);
        deliverNext();
      });
    underWay.add(delivery);
  };
  return {
    add(requestId, text) {
      if (giveUp.signal.aborted || waiting.length + underWay.size >= maxPending) settings.onEnd('dropped');
      else {
        waiting.push({ requestId, text });
        deliverNext();
      }
    },
    async flush(withinMs) {
      const late = AbortSignal.timeout(withinMs);
      const isLate = new Promise<void>((resolve) => late.addEventListener('abort', () => resolve()));
      while (underWay.size > 0 && !late.aborted) await Promise.race([...underWay, isLate]);
      for (let left = waiting.splice(0).length; left > 0; left -= 1) settings.onEnd('dropped');
      if (underWay.size > 0) giveUp.abort();
      await Promise.all(underWay);
    },
  };
}

/** Tries until it arrives, with a pause before each further try that grows by the same step. */
async function deliver(settings: FeedbackSettings, piece: Piece, signal: AbortSignal): Promise<FeedbackEnd> {
  const { max_retries: maxRetries, retry_backoff_ms: backoffMs } = settings.options.feedback;
  for (let tries = 1; ; tries += 1) {
    const result = await post(settings, piece, signal);
    if (result.kind === 'given-up') return 'dropped';
    // An answer that cannot be read was one all the same.
    if (result.kind === 'answered' || result.error === 'bad-answer') return 'delivered';
    if (tries > maxRetries || !mayHelp(result.status)) return 'failed';
    const waited = await pause(backoffMs * tries, true, { signal }).catch(() => false);
    if (!waited) return 'dropped';
  }
}

/** Whether a further try may end otherwise; without a status nothing was answered. */
function mayHelp(status: number | undefined): boolean {
  return status === undefined || status >= 500 || status === 429 || status === 408;
}

function post(settings: FeedbackSettings, { requestId, text }: Piece, signal: AbortSignal): Promise<PostResult> {
  const { options, dispatcher, headers } = settings;
  return postJson({
    dispatcher,
    url: new URL(feedbackUrl(options)),
    headers: { ...headers, 'idempotency-key': requestId },
    body: text,
    timeoutMs: options.feedback.timeout_ms,
    maxResponseBytes: maxAnswerBytes,
    signal,
  });
}
