/** Response headers by name. */
export type AnswerHeaders = Readonly<Record<string, string>>;

/** Where an answer goes. Calls after the caller has gone are ignored. */
export interface AnswerSink {
  /** Whether the caller closed its connection before the answer was complete. */
  readonly gone: boolean;
  /** Calls back once when the caller goes; at once when it already has. */
  whenGone(listener: () => void): void;
  /** A whole answer with its length. */
  whole(status: number, headers: AnswerHeaders, body: Uint8Array): void;
  /** Starts a streamed answer. */
  begin(status: number, headers: AnswerHeaders): void;
  /** Returns false when the caller reads slower than we write; `whenDrained` then calls back once. */
  write(bytes: Uint8Array): boolean;
  whenDrained(listener: () => void): void;
  end(): void;
}
