import type { Ending, ReadyTrip } from '../journey-state.js';
import { rememberOwner } from './remember-owner.js';

/** Remembers who issued the state an answer gave, and to whom. Not awaited by the answer. */
export function rememberState(trip: ReadyTrip, ending: Ending): void {
  const { outcome, target } = ending;
  // Chat has no place for state, whoever answered.
  if (target === undefined || outcome?.state === undefined || trip.dialect === 'openai-chat') return;
  const owner = { issuer: target.endpoint.issuer, keyId: trip.caller.keyId };
  // Forgotten, state counts as some that we never saw.
  rememberOwner(trip.house.ports.limits, owner, outcome.state).catch(() => undefined);
}
