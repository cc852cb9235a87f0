import { isPolicy } from '@smart-router/routing';
import { conversationKeyOf } from './conversation-key-of.js';
import type { Deciding, Ending, ReadyTrip } from './journey-state.js';

/** What is known of the conversation that a request goes on with. */
export interface Conversation {
  /** `undefined` when it was not looked for, or the request does not show which it is. */
  readonly key: string | undefined;
  /** The target of its group that served it last; `undefined` when none is known. */
  readonly warmTarget: string | undefined;
}

const none: Conversation = { key: undefined, warmTarget: undefined };

/** Finds out which target served the conversation before, for groups that prefer it. Without an answer there is none. */
export async function findConversation(trip: Deciding): Promise<Conversation> {
  const key = keyOf(trip);
  if (key === undefined || trip.group.affinity === undefined) return { ...none, key };
  const { limits } = trip.house.ports;
  const [known] = await limits.recall([warmKey(key)]).catch(() => []); // a preference is never worth a failure
  // Weight 0 takes a target out of rotation, for conversations too.
  const target = trip.group.targets.find(({ id, weight }) => id === known && weight > 0);
  return { key, warmTarget: target?.id };
}

/** Remembers who has the conversation in its cache now. Not awaited by the answer. */
export function rememberConversation(trip: ReadyTrip, { key }: Conversation, ending: Ending): void {
  const { target, outcome, errorClass } = ending;
  const { affinity } = trip.group;
  if (key === undefined || affinity === undefined || target === undefined || outcome === undefined) return;
  // Who broke off is nobody to prefer; that the caller left does not speak against the target.
  if (errorClass !== undefined && errorClass !== 'caller_gone') return;
  trip.house.ports.limits.remember(warmKey(key), target.id, affinity.ttlMs).catch(() => undefined); // forgotten, the conversation is one without a preference
}

function keyOf({ group, catalog, caller, ask, inbound }: Deciding): string | undefined {
  if (group.affinity === undefined && !isPolicy(group.routing.strategy)) return undefined;
  const owner = { salt: catalog.conversationSalt, keyId: caller.keyId, group: group.name };
  return conversationKeyOf(ask, inbound.headers, owner);
}

/** Beside the owners of state, whose keys are hashes with another beginning. */
function warmKey(conversationKey: string): string {
  return `warm:${conversationKey}`;
}
