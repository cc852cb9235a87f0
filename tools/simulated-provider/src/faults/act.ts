import type { ErrorWords, Frame } from '../wire-dialect.js';

/** What a fault makes the provider do with one request. Steps run in order on an open connection. */
export type Act =
  /** An error answer. */
  | { readonly kind: 'error'; readonly words: ErrorWords; readonly headers?: Readonly<Record<string, string>> }
  /** A whole answer of other bytes than expected. */
  | {
      readonly kind: 'body';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly bytes: Uint8Array | string;
    }
  /** The connection is cut before a byte was answered. */
  | { readonly kind: 'reset' }
  /** Accepted, and nothing ever comes. */
  | { readonly kind: 'silence' }
  /** The ordinary answer, bent: frames of a stream, or the bytes of a whole answer. */
  | { readonly kind: 'steps'; readonly steps: readonly Step[]; readonly headers?: Readonly<Record<string, string>> };

/** One step of an answer under way. */
export type Step =
  | { readonly kind: 'send'; readonly bytes: Uint8Array | string; readonly token: boolean }
  | { readonly kind: 'wait'; readonly ms: number }
  /** The socket is destroyed: the caller sees a broken connection. */
  | { readonly kind: 'cut' }
  /** The answer stays open for ever. */
  | { readonly kind: 'hang' };

/** What a fault may use. */
export interface FaultInput {
  /** The ordinary answer: the frames of a stream, or one frame with the whole body. */
  readonly frames: readonly Frame[];
  readonly stream: boolean;
  readonly dialect: 'openai-chat' | 'openai-responses' | 'anthropic-messages';
  /** How often this key asked this model before, since the last reset. */
  readonly former: number;
  /** Milliseconds since this key first asked this model. */
  readonly sinceFirstMs: number;
  /** The request ends with an assistant turn. */
  readonly endsWithAssistant: boolean;
  readonly streamError: (words: ErrorWords) => Frame;
}

/** Decides what happens; `undefined` is the ordinary answer. */
export type FaultRule = (input: FaultInput) => Act | undefined;

/** Frames as steps. */
export function sendAll(frames: readonly Frame[]): readonly Step[] {
  return frames.map((frame) => ({ kind: 'send', bytes: frame.text, token: frame.token }));
}

/** The frames up to and with the n-th token. */
export function throughToken(frames: readonly Frame[], count: number): readonly Frame[] {
  let seen = 0;
  const end = frames.findIndex((frame) => frame.token && (seen += 1) === count);
  return end < 0 ? frames.slice(0, Math.max(1, frames.length - 2)) : frames.slice(0, end + 1);
}
