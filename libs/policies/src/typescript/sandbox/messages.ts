/** What a thread is started with. */
export interface ThreadStart {
  /** The policy and its imports as one module. */
  readonly code: string;
  readonly memoryBytes: number;
  /** Whether `router.fetchJSON` works. */
  readonly mayFetch: boolean;
  /** For the top level of the module. */
  readonly loadTimeoutMs: number;
  /** The sandbox's own package is found from here. */
  readonly requireFrom: string;
}

/** One decision to make. */
export interface RunOrder {
  readonly kind: 'run';
  readonly run: number;
  /** A `RouteContext` as JSON. */
  readonly context: string;
  readonly nowMs: number;
  /** Where the random numbers of the run begin. */
  readonly seed: number;
  readonly timeoutMs: number;
}

/** What a thread is told. */
export type ToThread =
  RunOrder | { readonly kind: 'fetched'; readonly run: number; readonly call: number; readonly fetched: Fetched };

/** What a thread says. */
export type FromThread =
  /** The sandbox is there, and the policy's top level runs. */
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  /** The policy cannot be loaded; the thread ends. */
  | { readonly kind: 'unloadable'; readonly failure: RunFailure }
  | { readonly kind: 'ended'; readonly run: number; readonly outcome: RunOutcome; readonly lines: readonly string[] }
  | { readonly kind: 'fetch'; readonly run: number; readonly call: number; readonly ask: FetchAsk };

/** A call of `router.fetchJSON`, as the policy made it. */
export interface FetchAsk {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string | undefined;
}

/** What came of a call; `body` is JSON, `undefined` when the answer is none and no success. */
export type Fetched =
  | { readonly ok: true; readonly status: number; readonly body: string | undefined }
  | { readonly ok: false; readonly message: string };

/** How a run ended; `decision` is what `route` returned, as JSON. */
export type RunOutcome = { readonly ok: true; readonly decision: string | undefined } | RunFailure;

/** Why there is no decision. Positions in `stack` are of the bundled code. */
export interface RunFailure {
  readonly ok: false;
  readonly error: 'timeout' | 'memory' | 'threw' | 'invalid-decision';
  readonly message: string;
  readonly stack: string;
}
