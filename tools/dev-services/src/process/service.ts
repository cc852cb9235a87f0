/** A running server which this process started and owns. */
export interface Service {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Ends it in an orderly way; a second call does nothing. */
  stop(): Promise<void>;
  /** Freezes all its processes: connections stay open and nothing answers, ever (SIGSTOP). */
  pause(): void;
  /** Wakes them up again (SIGCONT). */
  resume(): void;
  /** Ends all its processes at once, like a power cut of the machine (SIGKILL). */
  kill(): Promise<void>;
}
