import type { DialectName } from '../question/question.js';

/** A model request as the provider saw it. */
export interface SeenRequest {
  readonly dialect: DialectName;
  readonly path: string;
  /** With the query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
  readonly model: string;
  /** When its headers had come, in milliseconds since the provider started. */
  readonly atMs: number;
  /** When its whole body had come; nothing when it never did. */
  readonly bodyAtMs: number | undefined;
  /** When the last piece of the answer was about to be written; nothing when none was. */
  readonly lastSentAtMs: number | undefined;
  /** When the answer was complete or the connection broke; nothing while it is open. */
  readonly endedAtMs: number | undefined;
  /** The status of the answer, known at its end; nothing when there was none. */
  readonly status: number | undefined;
  /** Whether the client closed the connection before the answer was complete. */
  readonly aborted: boolean;
}
