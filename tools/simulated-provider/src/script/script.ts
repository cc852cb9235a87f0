/** One call of a tool in an answer. */
export interface ScriptCall {
  readonly id: string;
  readonly kind: 'function' | 'custom' | 'tool-search';
  readonly name: string;
  readonly namespace?: string | undefined;
  /** JSON text for a function, free text for a custom tool. */
  readonly input: string;
}

/** Why an answer ends, in no dialect. */
export type Finish = 'stop' | 'stop-sequence' | 'length' | 'calls' | 'refusal' | 'filtered';

/** Token counts that do not overlap, but that `output` includes `reasoning`. */
export interface ScriptUsage {
  /** Neither read from nor written to the cache. */
  readonly input: number;
  readonly cached: number;
  readonly cacheWritten: number;
  readonly output: number;
  readonly reasoning: number;
  /** What the answer says it costs, in dollars; most providers do not. */
  readonly chargedUsd: number | undefined;
}

/** What to answer, in no dialect: the writers turn it into a reply or a stream. */
export interface Script {
  /** Hexadecimal, unique for each request of this server; all ids are made from it. */
  readonly id: string;
  readonly model: string;
  readonly createdAtSeconds: number;
  readonly reasoning:
    { readonly pieces: readonly string[]; readonly proof: string; readonly itemId: string } | undefined;
  /** The text, cut into tokens. */
  readonly pieces: readonly string[];
  readonly calls: readonly ScriptCall[];
  readonly finish: Finish;
  readonly stopSequence: string | undefined;
  readonly usage: ScriptUsage;
  /** The tier the answer names, in place of its dialect's ordinary one. */
  readonly serviceTier: string | undefined;
  /** Providers are known to report it never, or twice. */
  readonly usageReports: 'once' | 'twice' | 'never';
}
