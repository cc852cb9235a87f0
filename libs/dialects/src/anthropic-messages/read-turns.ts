import { succeed, type Result } from '@smart-router/core';
import { kindOf } from '../json/describe.js';
import { objectOf } from '../json/guards.js';
import type { Block, Turn } from '../neutral/message.js';
import type { Notes } from '../notes.js';
import { invalid } from '../refusals.js';
import { noteMember } from './block-members.js';
import { readContent } from './read-content.js';
import { itemsOf, memberOf, type WireNode } from './wire-node.js';

const roles: Readonly<Record<string, Turn['role']>> = { user: 'user', assistant: 'assistant', system: 'system' };

/** Members of a message that are read here, or with the effort. */
const readMembers: ReadonlySet<string> = new Set(['role', 'content', 'output_config', 'clear_at']);

/** The system parameter and all messages as turns; turns with nothing in them are left out. */
export function readTurns(body: WireNode, notes: Notes): Result<readonly Turn[]> {
  const system = readContent(memberOf(body, 'system'), { field: 'system', role: 'system', notes });
  if (!system.ok) return system;
  const turns: Turn[] = system.value.length === 0 ? [] : [{ role: 'system', blocks: system.value }];
  const messages = itemsOf(memberOf(body, 'messages'));
  const lastUser = messages.findLastIndex(({ value }) => objectOf(value)['role'] === 'user');
  for (const [index, message] of messages.entries()) {
    if (index < lastUser && isCleared(message)) continue;
    const read = readMessage(message, `messages[${index}]`, notes);
    if (!read.ok) return read;
    const turn = { ...read.value, blocks: resultsFirst(read.value.blocks, turns.at(-1)) };
    if (turn.blocks.length > 0) turns.push(turn);
  }
  return succeed(turns);
}

/** A system message may ask to be forgotten once the user speaks again; the API no longer shows it then. */
function isCleared(message: WireNode): boolean {
  const { role, clear_at } = objectOf(message.value);
  return role === 'system' && clear_at === 'next_user_message';
}

function readMessage(message: WireNode, field: string, notes: Notes): Result<Turn> {
  const wire = objectOf(message.value);
  const word = wire['role'];
  const role = typeof word === 'string' && Object.hasOwn(roles, word) ? roles[word] : undefined;
  if (role === undefined) {
    return invalid(`${field}.role`, `${field}.role should be user, assistant or system, got ${kindOf(word)}`);
  }
  for (const [member, value] of Object.entries(wire)) {
    if (!readMembers.has(member)) noteMember(member, value, { field, notes });
  }
  const blocks = readContent(memberOf(message, 'content'), { field: `${field}.content`, role, notes });
  return blocks.ok ? succeed({ role, blocks: blocks.value }) : blocks;
}

/** Tool results in the order of the calls they answer, then the rest as it was. */
function resultsFirst(blocks: readonly Block[], before: Turn | undefined): readonly Block[] {
  const results = blocks.filter((block) => block.kind === 'tool-result');
  if (results.length === 0) return blocks;
  const calls = (before?.blocks ?? []).flatMap((block) => (block.kind === 'tool-call' ? [block.id] : []));
  const places = new Map(calls.map((id, place) => [id, place]));
  const placeOf = (result: (typeof results)[number]): number => places.get(result.callId) ?? -1;
  const sorted = results.toSorted((left, right) => placeOf(left) - placeOf(right));
  return [...sorted, ...blocks.filter((block) => block.kind !== 'tool-result')];
}
