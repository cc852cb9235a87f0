import type { DialectName, TokenCounts } from '@smart-router/core';
import type { ToolForm } from './ask.js';
import type { Proof } from './proof.js';

/**
 * An answer as a sequence of events, whole replies included. Blocks are strictly sequential: one is open at a time,
 * indices count from 0 without gaps, every start has one end. `usage` and `finish` come at most once, in either
 * order, after the last block; after `fault` nothing follows.
 */
export type NeutralEvent =
  | { readonly kind: 'begin'; readonly id: string | undefined; readonly model: string | undefined }
  | { readonly kind: 'block-start'; readonly index: number; readonly block: BlockStart }
  /** More visible text, thinking text, or argument text of the open block. */
  | { readonly kind: 'block-delta'; readonly index: number; readonly text: string }
  /** A source of the open text block. */
  | { readonly kind: 'citation'; readonly index: number; readonly citation: Citation }
  | { readonly kind: 'block-end'; readonly index: number; readonly proof?: Proof }
  | { readonly kind: 'usage'; readonly tokens: TokenCounts }
  | { readonly kind: 'finish'; readonly reason: FinishReason; readonly stopSequence?: string }
  | { readonly kind: 'fault'; readonly fault: WireFault }
  | { readonly kind: 'foreign'; readonly owner: DialectName; readonly name: string; readonly value: unknown };

/** What kind of block opens. */
export type BlockStart =
  | { readonly kind: 'text' }
  /** Text the model refuses with; Chat and Responses have a place of their own for it. */
  | { readonly kind: 'refusal' }
  | { readonly kind: 'reasoning' }
  | {
      readonly kind: 'tool-call';
      readonly id: string;
      readonly name: string;
      readonly namespace?: string;
      /** Absent: a function. */
      readonly form?: ToolForm;
    }
  /** A search the provider ran; it has no text. */
  | { readonly kind: 'web-search'; readonly id: string | undefined; readonly query: string | undefined };

/** A source on the web that a text rests on. */
export interface Citation {
  readonly url: string;
  readonly title: string | undefined;
  /** The words of the source, when they were given. */
  readonly quote: string | undefined;
  /** The place in the block's text, in UTF-16 units from its start; `undefined`: the whole block. */
  readonly range: { readonly start: number; readonly end: number } | undefined;
}

/** Why the model stopped. `tool-calls` only when a call was emitted; a filter never reads as `stop`. */
export type FinishReason =
  | 'stop'
  | 'stop-sequence'
  | 'length'
  | 'context-length'
  | 'tool-calls'
  | 'content-filter'
  | 'refusal'
  | 'pause'
  | 'unknown';

/** A failure a provider reported in its own words, already bounded; `status` is the HTTP one when it had one. */
export interface WireFault {
  readonly status: number | undefined;
  /** The provider's type word, e.g. `overloaded_error`. */
  readonly type: string | undefined;
  /** The provider's code word, e.g. `context_length_exceeded`. */
  readonly code: string | undefined;
  readonly param: string | undefined;
  /** At most 2,000 characters. */
  readonly message: string;
  /** How long the words themselves ask to wait, beside what headers say. */
  readonly retryAfterMs?: number;
}
