import type { JsonObject } from '../json/guards.js';

/** The dialects the provider speaks. */
export type DialectName = 'openai-chat' | 'openai-responses' | 'anthropic-messages';

/** A tool the model may call. */
export interface QuestionTool {
  /** A `tool-search` is a function of the Responses client that loads more tools. */
  readonly kind: 'function' | 'custom' | 'tool-search';
  readonly name: string;
  /** Responses only: the namespace that holds it. */
  readonly namespace?: string | undefined;
  readonly schema: unknown;
}

/** Whether and what the model should call. */
export type ToolChoice =
  | { readonly kind: 'auto' | 'none' | 'required' }
  | { readonly kind: 'named'; readonly name: string; readonly namespace?: string | undefined };

/** A request, as far as the answer depends on it. */
export interface Question {
  readonly dialect: DialectName;
  readonly model: string;
  readonly stream: boolean;
  /** Chat tells usage in a stream only when asked. */
  readonly usageWanted: boolean;
  /** The text of the last user turn. */
  readonly prompt: string;
  readonly turns: number;
  readonly images: number;
  readonly files: number;
  /** The texts of the results that came after the last answer. */
  readonly toolResults: readonly string[];
  readonly endsWithAssistant: boolean;
  readonly tools: readonly QuestionTool[];
  readonly toolChoice: ToolChoice;
  readonly parallelCalls: boolean;
  /** The JSON Schema of a structured answer; `{}` for "any object". */
  readonly schema: unknown;
  readonly maxTokens: number | undefined;
  readonly stop: readonly string[];
  readonly reasoning: { readonly shown: boolean; readonly sealed: boolean } | undefined;
  /** Signatures and encrypted reasoning in the history. */
  readonly proofs: readonly string[];
  /** With a thinking budget, Messages wants thinking before the tool calls of a turn under way. */
  readonly thinkingMissing: boolean;
  readonly inputTokens: number;
  /** The whole body, for what an answer repeats. */
  readonly body: JsonObject;
}
