import { isAbsent, type WireObject } from '../json/guards.js';
import { noteLost, type MemberPlace } from '../note-lost.js';

/** Objects whose members are read, by what they are. */
export type MemberHolder = keyof typeof readMembers;

/** Members that are read, or repeat what is read: old Codex names a tool beside its function, too. */
const readMembers = {
  system: ['role', 'content'],
  user: ['role', 'content'],
  assistant: [
    ...['role', 'content', 'refusal', 'tool_calls', 'function_call'],
    ...['reasoning_content', 'reasoning', 'reasoning_details'],
  ],
  tool: ['role', 'content', 'tool_call_id', 'name'],
  call: ['id', 'type', 'index', 'function', 'custom'],
  calledFunction: ['name', 'arguments', 'input'],
  text: ['type', 'text'],
  refusal: ['type', 'refusal'],
  image_url: ['type', 'image_url'],
  image: ['url', 'detail'],
  input_audio: ['type', 'input_audio'],
  file: ['type', 'file'],
  offeredTool: ['type', 'name', 'function', 'custom'],
  definedTool: ['type', 'name', 'description', 'parameters', 'strict', 'format'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const reasons: Readonly<Record<string, string>> = {
  name: 'speakers have no names in other dialects',
  annotations: 'sources of earlier answers are told in this dialect only',
  audio: 'earlier speech lies at its provider',
  cache_control: 'breakpoints of the prompt cache have no counterpart',
  extra_content: 'additions of one provider mean nothing to another',
};

/** Notes the members of an object that nobody reads, unless they say nothing. */
export function noteMembers(value: WireObject, holder: MemberHolder, place: MemberPlace): void {
  const known: readonly string[] = readMembers[holder];
  for (const [member, said] of Object.entries(value)) {
    if (known.includes(member) || isIdle(said)) continue;
    noteLost(member, Object.hasOwn(reasons, member) ? reasons[member] : undefined, place);
  }
}

function isIdle(value: unknown): boolean {
  return isAbsent(value) || value === false || (Array.isArray(value) && value.length === 0);
}
