import type { DialectName } from '@smart-router/core';
import type { JsonText } from '../json/json-text.js';
import type { Turn } from './message.js';
import type { Note } from './note.js';

/** A request in no dialect. Built by a dialect's `readAsk`, consumed by another's `writeAsk`. */
export interface NeutralAsk {
  readonly from: DialectName;
  readonly stream: boolean;
  /** Whether the caller asked for usage in the stream (only Chat can decline). */
  readonly includeUsage: boolean;
  /** All turns, system and developer ones in their place; leading system text comes first. */
  readonly turns: readonly Turn[];
  readonly tools: readonly Tool[];
  readonly toolChoice: ToolChoice | undefined;
  readonly parallelToolCalls: boolean | undefined;
  readonly outputCap: number | undefined;
  readonly temperature: number | undefined;
  readonly topP: number | undefined;
  readonly stop: readonly string[] | undefined;
  readonly reasoning: Reasoning | undefined;
  readonly format: OutputFormat | undefined;
  /** The provider's own web search, when the caller lets the model use it. */
  readonly webSearch?: WebSearch;
  /** Whether the caller offered its tools as Chat's legacy `functions`, and reads calls as `function_call`. */
  readonly legacyCalls?: boolean;
  /** What a reader could not put in neutral words; such things are lost on every translated lane. */
  readonly notes: readonly Note[];
  /** Fields no other dialect shares, by name; the losses table decides what becomes of them. */
  readonly vendor: Readonly<Record<string, JsonText>>;
}

/**
 * How a tool is called: a function takes JSON text, a custom tool free text; a `tool-search` is a function of the
 * Responses client that loads more tools.
 */
export type ToolForm = 'function' | 'custom' | 'tool-search';

/** A tool the caller defined. */
export interface Tool {
  readonly form: ToolForm;
  readonly name: string;
  /** Responses namespace (`mcp__server`) the tool is called under. */
  readonly namespace: string | undefined;
  readonly description: string | undefined;
  /** JSON Schema of the arguments; `undefined` means none was given. */
  readonly schema: JsonText | undefined;
  readonly strict: boolean | undefined;
  /** The grammar of a custom tool, as it came. */
  readonly grammar: JsonText | undefined;
}

/** A provider's hosted web search; absent fields were not said. */
export interface WebSearch {
  readonly maxUses?: number;
  readonly allowedDomains?: readonly string[];
  readonly blockedDomains?: readonly string[];
  readonly location?: {
    readonly city?: string;
    readonly region?: string;
    /** Two letters, e.g. `DE`. */
    readonly country?: string;
    /** e.g. `Europe/Berlin`. */
    readonly timezone?: string;
  };
  /** OpenAI's word for how much of the pages is read. */
  readonly contextSize?: string;
}

/** Which tool the model must, may or must not call. */
export type ToolChoice =
  | { readonly kind: 'auto' }
  | { readonly kind: 'none' }
  | { readonly kind: 'required' }
  | { readonly kind: 'named'; readonly name: string; readonly namespace?: string };

/** How hard to think. `off` switches it off explicitly. */
export interface Reasoning {
  readonly mode: 'off' | 'on' | 'adaptive';
  readonly effort: string | undefined;
  readonly budgetTokens: number | undefined;
  /** Whether summaries or thinking text were asked to be shown; `undefined` when not said. */
  readonly show: boolean | undefined;
}

/** The form the answer's text must have. */
export type OutputFormat =
  | { readonly kind: 'json-object' }
  | {
      readonly kind: 'json-schema';
      readonly name: string | undefined;
      readonly description: string | undefined;
      readonly schema: JsonText;
      readonly strict: boolean | undefined;
    };
