import { createHmac } from 'node:crypto';
import type { Secret } from '@smart-router/core';
import { conversationOf, type Ask } from '@smart-router/dialects';
import { headerOf, type InboundHeaders } from './inbound.js';

/** Whose conversation it is. */
export interface ConversationOwner {
  /** Of this deployment: without it nobody can find out a key by trying likely words. */
  readonly salt: Secret;
  readonly keyId: string;
  readonly group: string;
}

/** `ck_` and 128 bits. */
const keyHexDigits = 32;

/**
 * Names the conversation of a request: the same for all its requests by one key in one group, another for every other
 * key and group, and nothing of its words can be read from it. `undefined` when the request does not show which it is.
 */
export function conversationKeyOf(
  ask: Ask,
  headers: InboundHeaders,
  { salt, keyId, group }: ConversationOwner,
): string | undefined {
  const conversation = conversationOf(ask, (name) => headerOf(headers, name));
  if (conversation === undefined) return undefined;
  const { source, value } = conversation;
  const hash = createHmac('sha256', salt.reveal()).update(JSON.stringify([keyId, group, source, value]));
  return `ck_${hash.digest('hex').slice(0, keyHexDigits)}`;
}
