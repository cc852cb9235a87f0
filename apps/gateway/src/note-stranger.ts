import type { RelayEvent } from '@smart-router/relay';
import type { AccessLog, SecurityReason } from '@smart-router/usage-storage';

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
export function noteStranger(access: AccessLog, event: RelayEvent, now: number): void {
  if (event.kind !== 'stranger-refused') return;
  const reason = reasons[event.errorType];
  if (reason === undefined) return;
  const { requestId, remoteAddress: address } = event;
  const outcome = reason === 'unauthorized' ? 'failed' : 'refused';
  void access.note({ at: now, type: 'token', outcome, reason, surface: 'gateway', requestId, address });
}
