import type { AccessLog, SecurityReason } from '@smart-router/usage-storage';

/** Somebody whose token was refused. */
export interface Stranger {
  readonly requestId: string;
  readonly errorType: string;
  readonly remoteAddress: string;
  readonly method?: string;
  /** The route as it is written, e.g. `/v1/models`. */
  readonly pathTemplate?: string | undefined;
}

/** What refuses a token, in the words of the events of access. */
const reasons: Readonly<Record<string, SecurityReason>> = {
  unauthorized: 'unauthorized',
  'key-disabled': 'key-disabled',
  'key-suspended': 'key-suspended',
  'key-expired': 'key-expired',
  'key-rotated': 'key-rotated',
  'key-exhausted': 'key-exhausted',
};

/** Writes a refused token down; a router that does not know its keys yet has refused nobody. */
export function noteStranger(access: AccessLog, stranger: Stranger, now: number): void {
  const reason = reasons[stranger.errorType];
  if (reason === undefined) return;
  const { requestId, remoteAddress: address, method, pathTemplate } = stranger;
  const outcome = reason === 'unauthorized' ? 'failed' : 'refused';
  // It reports its failures itself, and nobody waits for it.
  void access.note({
    ...{ at: now, type: 'token', outcome, reason, surface: 'gateway' },
    ...{ requestId, address, method, pathTemplate },
  });
}
