import type { Ask } from '../ask.js';
import { objectOf } from '../json/guards.js';
import { firstTurn } from './first-turn.js';
import { toldConversation } from './told-conversation.js';

/** What tells the requests of one conversation from others of the same caller. */
export interface Conversation {
  /** `id`: the caller named it · `first-turn`: it did not, and what it said first stands for it. */
  readonly source: 'id' | 'first-turn';
  /** The caller's own words, to be hashed before they are kept anywhere. */
  readonly value: string;
}

/**
 * The conversation a request goes on with. Conversations that begin with the very same words are one. `undefined` when a
 * request neither names its conversation nor shows how it began.
 * @param header a header of the request by its lower-case name.
 */
export function conversationOf(ask: Ask, header: (name: string) => string | undefined): Conversation | undefined {
  const body = objectOf(ask.body.value);
  const told = toldConversation(body, header);
  if (told !== undefined) return { source: 'id', value: told };
  const turn = firstTurn(ask.dialect, body);
  return turn === undefined ? undefined : { source: 'first-turn', value: turn };
}
