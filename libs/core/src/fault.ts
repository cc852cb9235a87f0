import { faultCatalogue, type FaultType } from './fault-catalogue.js';

/** Bounded facts about a fault that a caller may see; absent means unknown or not applicable. */
export interface FaultDetails {
  readonly model?: string;
  readonly dialect?: string;
  readonly attempts?: number;
  readonly error_class?: string;
  readonly upstream_status?: number;
  readonly retryable?: boolean;
  readonly reason?: string;
  readonly requirements?: readonly string[];
  readonly excluded?: readonly {
    readonly target: string;
    readonly reasons: readonly string[];
    /** Fields of the caller that a translation to the target would have to lose. */
    readonly lost_fields?: readonly string[];
  }[];
  readonly hint?: string;
  readonly bucket?: string;
  readonly retry_after_ms?: number;
  readonly param?: string;
}

/** One expected failure, phrased for its caller. Never holds secrets or text of users. */
export interface Fault {
  readonly type: FaultType;
  readonly message: string;
  readonly details: FaultDetails;
  /** The word the dialect's own clients look for, when it differs from `type`, e.g. `context_length_exceeded`. */
  readonly code?: string;
  /** How long the caller should wait, in milliseconds; sent as `Retry-After`. */
  readonly retryAfterMs?: number;
}

/** What a fault may say beyond its type and message. */
export interface FaultExtras {
  readonly details?: FaultDetails;
  readonly code?: string;
  readonly retryAfterMs?: number | undefined;
}

/** Creates a fault of the catalogue. The message names the thing, the value and the expectation. */
export function fault(type: FaultType, message: string, extras: FaultExtras = {}): Fault {
  const retryAfter = extras.retryAfterMs === undefined ? {} : { retryAfterMs: extras.retryAfterMs };
  return {
    type,
    message,
    details: {
      ...extras.details,
      ...(extras.retryAfterMs === undefined ? {} : { retry_after_ms: extras.retryAfterMs }),
    },
    ...(extras.code === undefined ? {} : { code: extras.code }),
    ...retryAfter,
  };
}

/** The HTTP status a fault is answered with. */
export function statusOf(subject: Fault): number {
  return faultCatalogue[subject.type].status;
}
