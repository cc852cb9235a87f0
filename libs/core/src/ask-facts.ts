import type { DialectName } from './dialect-name.js';

/** Kinds of content a message may hold. */
export type Modality = 'text' | 'image' | 'file' | 'audio' | 'video';

/** What a request wants of reasoning; absent fields were not said. */
export interface ReasoningWish {
  /** The effort word as the caller sent it, e.g. `low`, `medium`, `high`, `max`. */
  readonly effort?: string;
  readonly budgetTokens?: number;
}

/** Provider state a request cannot do without: something kept at the provider, or a conversation sealed whole. */
export type StoredKind =
  | 'response-id'
  | 'conversation-id'
  | 'file-id'
  | 'container-id'
  /** A single item of a stored response. */
  | 'item-id'
  /** An item sealed whole, e.g. a compaction: without it there is no conversation. */
  | 'sealed-item';

/** State that only its issuer can read, as an answer gave it. */
export interface IssuedState {
  readonly kind: StoredKind | 'proof';
  readonly value: string;
}

/** State that only its issuer can read, as a request names it. */
export type BoundState = StoredState | SealedProof;

/** State kept at the provider, or sealed whole: only its issuer can serve the request. */
export interface StoredState {
  readonly kind: StoredKind;
  readonly value: string;
  /** Where the request names it, e.g. `previous_response_id`. */
  readonly field: string;
}

/** Sealed reasoning: its issuer takes it back, for everybody else it is left out. */
export interface SealedProof {
  readonly kind: 'proof';
  readonly value: string;
  readonly field: string;
  /** What the router wrapped says who issued it; `undefined` for a bare proof, which does not. */
  readonly label: { readonly issuer: string; readonly dialect: DialectName } | undefined;
}

/** What routing needs to know of a request, and no more: no text of users. Cheap to compute in every dialect. */
export interface AskFacts {
  readonly dialect: DialectName;
  /** The name the caller asked for: a group, alias or prefixed model. */
  readonly model: string | undefined;
  readonly stream: boolean;
  readonly requestBytes: number;
  /** Estimated input tokens, tools, schemas and media included. */
  readonly estimatedInputTokens: number;
  /** The output cap the caller sent, in tokens. */
  readonly outputCap: number | undefined;
  /** Caller-defined tools (functions, custom and namespaced ones). */
  readonly toolCount: number;
  readonly toolSchemaBytes: number;
  /** `undefined` when the caller did not choose. */
  readonly toolChoice: 'auto' | 'none' | 'required' | 'named' | undefined;
  /** Whether the caller said anything about parallel calls. */
  readonly parallelToolCalls: boolean | undefined;
  /** Provider-hosted tools by their bare kind, e.g. `web_search`, `code_interpreter`. */
  readonly hostedTools: readonly string[];
  /** Kinds of content found in messages and tool results; `text` is always there. */
  readonly modalities: readonly Modality[];
  readonly imageCount: number;
  readonly structuredOutput: boolean;
  /** `undefined` when reasoning was not asked for or switched off. */
  readonly reasoning: ReasoningWish | undefined;
  /** The last turn is the assistant's. */
  readonly prefill: boolean;
  /** A system message stands after the first user turn. */
  readonly systemInside: boolean;
  /** Top-level fields of the body, in order; the losses table is asked about them. */
  readonly fields: readonly string[];
  /** Names of special features used, as `unsupported_features` lists them, e.g. `previous_response_id`. */
  readonly features: readonly string[];
  /** In the order the request holds it. */
  readonly bound: readonly BoundState[];
}
