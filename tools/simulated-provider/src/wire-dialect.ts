import type { Prompt } from './prompt.js';
import type { Script } from './script.js';

/** One SSE frame; `token` marks those that carry content, which paces and faults count. */
export interface Frame {
  readonly text: string;
  readonly token: boolean;
}

/** The words of an error, phrased by each dialect in its own envelope. */
export interface ErrorWords {
  readonly status: number;
  /** OpenAI's type word. */
  readonly type: string;
  readonly code: string | null;
  /** Anthropic's type word. */
  readonly anthropicType: string;
  readonly message: string;
  /** Messages has words of its own for a few faults. */
  readonly anthropicMessage?: string;
}

/** A dialect as the simulated provider speaks it. */
export interface WireDialect {
  readPrompt(body: unknown): Prompt;
  /** Names what is wrong with a body in the provider's own envelope; `undefined` when nothing is. */
  complain(body: unknown): string | undefined;
  whole(script: Script, prompt: Prompt, serial: number): unknown;
  /** The frames of a stream, the terminal one last. */
  frames(script: Script, prompt: Prompt, serial: number): readonly Frame[];
  error(words: ErrorWords): unknown;
  /** The dialect's error event inside a stream. */
  streamError(words: ErrorWords): Frame;
}
