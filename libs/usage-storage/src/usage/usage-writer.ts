/** What moves records from the spool to the database, and how. */
export interface UsageWriterOptions {
  readonly databaseUrl: string;
  /** A batch is stored when it has this many records. Default 1000. */
  readonly batchRecords?: number;
  /** ... or when its first record has waited this long. Default 100. */
  readonly batchDelayMs?: number;
  /** A database that does not answer within this time counts as away. Default 5000. */
  readonly timeoutMs?: number;
  /** Told of every failed attempt and every rejected record; never holds content of records. */
  readonly onProblem?: (message: string) => void;
}

/** What the writer did so far, for metrics. */
export interface UsageWriterStats {
  /** Records stored, or found stored already. */
  readonly committed: number;
  /** Records the database can never take; they are in `rejected.jsonl` in the spool directory. */
  readonly rejected: number;
  /** Milliseconds since the epoch; `undefined` before the first. */
  readonly lastCommitAt: number | undefined;
  /** Failed attempts since the last success: above 0 the database is away. */
  readonly failures: number;
}

/** A running writer. It never throws: what cannot be stored now stays in the spool. */
export interface UsageWriter {
  stats(): UsageWriterStats;
  /** Stores what is left, but gives up after `deadlineMs`. Close the spool afterwards. */
  close(deadlineMs: number): Promise<void>;
}
