import type { TokenView } from '../keys/key-admin.js';
import type { Scope } from './scope.js';

/** A question for keys. */
export interface KeysQuestion {
  readonly scope: Scope;
}

/** A token with its settings, never its hash, and when its key was used last. */
export interface KeyLine extends TokenView {
  /** Milliseconds since the epoch; the start of the day where single requests are no longer kept. A key's tokens share it. */
  readonly lastUsedAt: number | undefined;
}
