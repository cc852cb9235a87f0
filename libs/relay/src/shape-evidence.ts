import type {
  CallerShapeEvent,
  Clock,
  LateShapeEvents,
  ShapedUpstream,
  UpstreamShapeEvent,
  UsageSink,
} from '@smart-router/core';
import type { Skip } from '@smart-router/traffic-shaping';
import type { Candidate } from './candidate.js';

/** A request of few attempts over many targets cannot fill the ledger: of each kind of event this many are kept. */
const maxEvents = 64;

/** Of those, at most so many say that a candidate was passed over: what follows them says more. */
const maxSkips = 40;

type Decided<Event extends { readonly decision: string }> = Pick<Event, 'decision'> &
  Partial<Omit<Event, 'number' | 'at' | 'decision'>>;

/** What is known of the request that decisions are noted for. */
export interface EvidenceOf {
  readonly requestId: string;
  readonly startedAt: number;
  readonly clock: Clock;
  readonly usage: UsageSink;
}

/** What limits, shaping and backoff decided in the course of one request. After {@link seal}, news go to the ledger by themselves. */
export class ShapeEvidence {
  readonly #of: EvidenceOf;
  #ofCaller: CallerShapeEvent[] = [];
  #ofUpstream: UpstreamShapeEvent[] = [];
  #upstreamCount = 0;
  #skips: Set<string> | undefined;
  #sealed = false;

  constructor(of: EvidenceOf) {
    this.#of = of;
  }

  /** Notes a decision of the caller's own limits. */
  noteCaller(decided: Decided<CallerShapeEvent>): void {
    if (this.#ofCaller.length >= maxEvents) return;
    const { decision, bucket, retryAfterMs, waitedMs } = decided;
    const number = this.#ofCaller.length + 1;
    this.#ofCaller.push({ number, at: this.#of.clock.now(), decision, bucket, retryAfterMs, waitedMs });
  }

  /** Notes a decision about an upstream. */
  noteUpstream(decided: Decided<UpstreamShapeEvent> & Pick<UpstreamShapeEvent, 'attemptNumber'>): void {
    if (this.#upstreamCount >= maxEvents) return;
    this.#upstreamCount += 1;
    const { decision, attemptNumber, bucket, retryAfterMs, waitedMs, upstream, errorClass, probe = false } = decided;
    const at = this.#of.clock.now();
    const number = this.#upstreamCount;
    const event = { number, at, decision, attemptNumber, bucket, retryAfterMs, waitedMs, upstream, errorClass, probe };
    if (this.#sealed) this.#tellLate(event);
    else this.#ofUpstream.push(event);
  }

  /** Notes who was passed over: once for each reason, however many attempts look there. */
  noteSkips(skips: readonly Skip[], candidates: readonly Candidate[], attemptNumber: number): void {
    for (const { index, bucket, retryAfterMs } of skips) {
      const candidate = candidates[index];
      if (candidate === undefined) continue;
      const name = `${candidate.target.id} ${candidate.credential.id} ${bucket}`;
      this.#skips ??= new Set();
      if (this.#skips.has(name) || this.#skips.size >= maxSkips) continue;
      this.#skips.add(name);
      this.noteUpstream({
        ...{ decision: 'skipped', attemptNumber, bucket, retryAfterMs, upstream: shapedUpstream(candidate) },
      });
    }
  }

  /** Hands everything over for the request's record; what comes after it is late. */
  seal(): { readonly ofCaller: readonly CallerShapeEvent[]; readonly ofUpstream: readonly UpstreamShapeEvent[] } {
    this.#sealed = true;
    return { ofCaller: this.#ofCaller, ofUpstream: this.#ofUpstream };
  }

  #tellLate(event: UpstreamShapeEvent): void {
    const { requestId, startedAt, usage } = this.#of;
    const late: LateShapeEvents = { requestId, startedAt, upstreamShapeEvents: [event] };
    usage.recordLate(late);
  }
}

/** A candidate as the ledger names it. */
export function shapedUpstream({ target, credential }: Candidate): ShapedUpstream {
  const { id, model, endpoint } = target;
  const { provider, dialect } = endpoint;
  return { target: id, provider, model, dialect, credentialId: credential.id };
}
