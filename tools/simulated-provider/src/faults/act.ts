import type { SimulatedDialect } from '../dialect.js';
import type { Wish } from '../model-name.js';
import type { Question } from '../question/question.js';
import type { Script } from '../script/script.js';
import type { Trouble } from '../trouble.js';

type Headers = Readonly<Record<string, string>>;

/** What the provider does with one request. */
export type Act =
  /** An error answer in the dialect's envelope. */
  | { readonly kind: 'error'; readonly trouble: Trouble; readonly headers?: Headers }
  /** An answer in steps, which run in order on the open connection. */
  | {
      readonly kind: 'steps';
      readonly steps: readonly Step[];
      readonly status?: number;
      readonly headers?: Headers;
      /** `byte-by-byte` lets the status line and headers dribble in. */
      readonly head?: 'byte-by-byte';
    }
  /** The connection is reset before a byte was answered. */
  | { readonly kind: 'reset' }
  /** Accepted, and nothing ever comes. */
  | { readonly kind: 'silence' };

/** An answer in steps. */
export type StepsAct = Extract<Act, { readonly kind: 'steps' }>;

/** One step of an answer under way. */
export type Step =
  | { readonly kind: 'send'; readonly bytes: Uint8Array | string; readonly paced?: true }
  | { readonly kind: 'wait'; readonly ms: number }
  /** The socket is destroyed: the client sees a broken connection. */
  | { readonly kind: 'cut' }
  /** The answer stays open for ever. */
  | { readonly kind: 'hang' };

/** What a fault may use. */
export interface Situation {
  readonly dialect: SimulatedDialect;
  readonly question: Question;
  readonly script: Script;
  readonly wish: Wish;
  /** Milliseconds between tokens. */
  readonly paceMs: number;
  /** How many answers of this key and model are under way. */
  readonly underWay: number;
  /** How often this key asked this model before, since the last reset. */
  readonly former: number;
  /** Milliseconds since this key first asked this model. */
  readonly sinceFirstMs: number;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
}

/** A way to fail. */
export interface Fault {
  /** One sentence for the README. */
  readonly about: string;
  /** How many tokens the answer has when the model name does not say. */
  readonly tokens?: number;
  /** How often it happens when the model name does not say; without it, always. */
  readonly times?: number;
  act(situation: Situation): Act;
}
