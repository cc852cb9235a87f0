import { isAbsent, objectOf, type WireObject } from '../json/guards.js';
import { noteLost, type MemberPlace } from '../note-lost.js';
import type { Notes } from '../notes.js';
import { isRouterMade } from './router-made.js';

/** Members of each block type that are read; others are lost on the way to another dialect. */
const readMembers: Readonly<Record<string, readonly string[]>> = {
  text: ['text'],
  image: ['source'],
  document: ['source', 'title', 'context'],
  search_result: ['source', 'title', 'content'],
  thinking: ['thinking', 'signature'],
  redacted_thinking: ['data'],
  tool_use: ['id', 'name', 'input'],
  tool_result: ['tool_use_id', 'content', 'is_error'],
  tool_reference: ['tool_name'],
  compaction: ['content', 'encrypted_content', 'signature'],
};

const reasons: Readonly<Record<string, string>> = {
  citations: 'sources are asked for and told in this dialect only',
  caller: 'who made a call is told in this dialect only',
};

/** What of a block nobody else understands, as notes; `field` is the path of the block. */
export function noteMembers(block: WireObject, field: string, notes: Notes): void {
  const type = String(block['type']);
  const known = Object.hasOwn(readMembers, type) ? readMembers[type] : undefined;
  if (known === undefined) return;
  for (const [member, value] of Object.entries(block)) {
    if (member === 'type' || known.includes(member)) continue;
    noteMember(member, value, { field, notes });
  }
}

/** One member that is lost, unless it says nothing. Breakpoints of the cache are told once, wherever they stand. */
export function noteMember(member: string, value: unknown, { field, notes }: MemberPlace): void {
  if (isIdle(member, value)) return;
  if (member === 'cache_control') notes.dropped(member, 'breakpoints of the prompt cache have no counterpart');
  else noteLost(member, Object.hasOwn(reasons, member) ? reasons[member] : undefined, { field, notes });
}

function isIdle(member: string, value: unknown): boolean {
  if (isAbsent(value) || value === false) return true;
  if (Array.isArray(value)) return value.every((item) => item === 'direct' || isRouterMade(item));
  if (member === 'caller') return objectOf(value)['type'] === 'direct';
  return member === 'citations' && objectOf(value)['enabled'] !== true;
}
