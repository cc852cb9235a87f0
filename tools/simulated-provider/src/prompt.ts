/** The dialects the simulated provider speaks. */
export type SimulatedDialect = 'openai-chat' | 'openai-responses' | 'anthropic-messages';

/** What a request asks for, in no dialect. */
export interface Prompt {
  readonly model: string;
  readonly stream: boolean;
  /** The text of the last user turn. */
  readonly text: string;
  readonly imageCount: number;
  readonly tools: readonly PromptTool[];
  /** `none` forbids calls; `required` or a name demands one. */
  readonly toolChoice: 'auto' | 'none' | 'required' | { readonly name: string };
  readonly parallelCalls: boolean;
  /** Texts of the tool results in the last turn; empty when it holds none. */
  readonly results: readonly string[];
  /** JSON Schema of a structured answer. */
  readonly schema: unknown;
  readonly wantsJson: boolean;
  readonly wantsReasoning: boolean;
  /** The output cap in tokens. */
  readonly cap: number | undefined;
  readonly endsWithAssistant: boolean;
  /** Chat streams carry usage only when asked. */
  readonly includeUsage: boolean;
  readonly inputTokens: number;
}

/** A tool as the request declares it. */
export interface PromptTool {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly custom: boolean;
  readonly schema: unknown;
}
