import { succeed, type Result } from '@smart-router/core';
import { kindOf } from '../json/describe.js';
import { objectOf } from '../json/guards.js';
import type { Block, ToolResultBlock, Turn } from '../neutral/message.js';
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
  const made = new Set<string>();
  const messages = itemsOf(memberOf(body, 'messages'));
  const lastUser = messages.findLastIndex(({ value }) => objectOf(value)['role'] === 'user');
  for (const [index, message] of messages.entries()) {
    if (index < lastUser && isCleared(message)) continue;
    const read = readMessage(message, `messages[${index}]`, notes);
    if (!read.ok) return read;
    const orphan = resultsOf(read.value.blocks).find(({ callId }) => !made.has(callId));
    if (orphan !== undefined) return refuseOrphan(orphan, message, `messages[${index}]`);
    const turn = { ...read.value, blocks: resultsFirst(read.value.blocks, turns.at(-1)) };
    for (const id of callsOf(turn)) made.add(id);
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

function resultsOf(blocks: readonly Block[]): readonly ToolResultBlock[] {
  return blocks.filter((block) => block.kind === 'tool-result');
}

function callsOf(turn: Turn | undefined): readonly string[] {
  return (turn?.blocks ?? []).flatMap((block) => (block.kind === 'tool-call' ? [block.id] : []));
}

/** Names the result whose call nobody made. */
function refuseOrphan({ callId }: ToolResultBlock, message: WireNode, field: string): ReturnType<typeof invalid> {
  const place = itemsOf(memberOf(message, 'content')).findIndex(
    ({ value }) => objectOf(value)['tool_use_id'] === callId,
  );
  const param = `${field}.content[${place}].tool_use_id`;
  return invalid(
    param,
    `${param} should name a call that was made before it, got ${JSON.stringify(callId.slice(0, 80))}`,
  );
}

/** Tool results in the order of the calls they answer, then the rest as it was; of two for one call the later one. */
function resultsFirst(blocks: readonly Block[], before: Turn | undefined): readonly Block[] {
  const byCall = new Map(resultsOf(blocks).map((result) => [result.callId, result]));
  if (byCall.size === 0) return blocks;
  const places = new Map(callsOf(before).map((id, place) => [id, place]));
  const placeOf = (result: ToolResultBlock): number => places.get(result.callId) ?? -1;
  const sorted = [...byCall.values()].toSorted((left, right) => placeOf(left) - placeOf(right));
  return [...sorted, ...blocks.filter((block) => block.kind !== 'tool-result')];
}
