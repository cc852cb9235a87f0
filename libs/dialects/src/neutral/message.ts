import type { DialectName } from '@smart-router/core';
import type { JsonText } from '../json/json-text.js';
import type { ToolForm } from './ask.js';
import type { Proof } from './proof.js';

/** One turn of a conversation. Tool results stand in a `user` turn, in call order, before its other blocks. */
export interface Turn {
  readonly role: 'system' | 'developer' | 'user' | 'assistant';
  readonly blocks: readonly Block[];
}

/** A part of a turn. */
export type Block = TextBlock | MediaBlock | ReasoningBlock | ToolCallBlock | ToolResultBlock | ForeignBlock;

/** Visible text. */
export interface TextBlock {
  readonly kind: 'text';
  readonly text: string;
}

/** An image, document or sound, inline or by address. Addresses are passed on, never fetched. */
export interface MediaBlock {
  readonly kind: 'media';
  readonly media: 'image' | 'file' | 'audio';
  /** e.g. `image/png`; `undefined` when only an address is known. */
  readonly mediaType: string | undefined;
  readonly source: { readonly kind: 'base64'; readonly data: string } | { readonly kind: 'url'; readonly url: string };
  readonly name: string | undefined;
  /** OpenAI's `detail` word. */
  readonly detail: string | undefined;
}

/** Thinking text with the proof that lets its issuer take it back; text is empty when it was sealed or omitted. */
export interface ReasoningBlock {
  readonly kind: 'reasoning';
  readonly text: string;
  readonly proof: Proof | undefined;
}

/** A call the model made. */
export interface ToolCallBlock {
  readonly kind: 'tool-call';
  readonly id: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly form: ToolForm;
  /** The arguments as text: JSON for a function (`{}` when the caller sent nothing), free text for a custom tool. */
  readonly input: string;
}

/** What the caller's tool answered. */
export interface ToolResultBlock {
  readonly kind: 'tool-result';
  readonly callId: string;
  readonly content: readonly (TextBlock | MediaBlock | ForeignBlock)[];
  readonly isError: boolean;
  /** The form of the tool that was called. */
  readonly form: ToolForm;
}

/** A part only its own dialect understands. */
export interface ForeignBlock {
  readonly kind: 'foreign';
  readonly owner: DialectName;
  /** The dialect's own word, e.g. `web_search_call`. */
  readonly name: string;
  readonly value: JsonText;
}
