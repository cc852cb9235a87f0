import type { SimulatedDialect } from './prompt.js';

/** A model request as the provider saw it. */
export interface SeenRequest {
  readonly dialect: SimulatedDialect;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  readonly model: string;
  /** Milliseconds since the provider started. */
  readonly atMs: number;
  /** Whether the client closed the connection before the answer was complete. */
  aborted: boolean;
}
