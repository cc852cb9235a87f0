import type { PromptTool } from './prompt.js';

/** An answer in no dialect, decided before a byte is written. */
export interface Script {
  readonly reasoning: string | undefined;
  /** The visible text in the pieces a stream sends. */
  readonly pieces: readonly string[];
  readonly calls: readonly ScriptCall[];
  readonly finish: 'stop' | 'length' | 'tool-calls';
  readonly usage: ScriptUsage;
}

/** One tool call. */
export interface ScriptCall {
  readonly id: string;
  readonly tool: PromptTool;
  /** JSON text, or free text for a custom tool. */
  readonly input: string;
}

/** Token counts; input includes what was cached, output includes reasoning. */
export interface ScriptUsage {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  readonly reasoning: number;
}
