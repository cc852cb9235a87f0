import { succeed, type Result } from '@smart-router/core';
import { appendAll } from '../append-all.js';
import { objectOf } from '../json/guards.js';
import { callerFields } from '../neutral/caller-fields.js';
import type { Block, ToolCallBlock, ToolResultBlock, Turn } from '../neutral/message.js';
import { invalid, unsupported } from '../refusals.js';
import { freeWord, type TakenWords } from '../wire-words.js';
import { functionInput } from './tool-input.js';
import {
  writePart,
  writeReasoning,
  writeResult,
  writeText,
  type TurnContext,
  type WireBlock,
  type WrittenBlocks,
} from './write-content.js';

/** The conversation of a Messages request. */
export interface WrittenTurns {
  /** Texts of the leading system and developer turns. */
  readonly system: readonly string[];
  readonly messages: readonly WireMessage[];
}

/** One message of a request. */
export interface WireMessage {
  readonly role: 'user' | 'assistant';
  readonly content: readonly WireBlock[];
}

/** A call and what it is called upstream. */
interface Call {
  readonly wireId: string;
}

/** A message under construction. Drafts alternate between the roles, so results belong to the draft after their call. */
interface Draft {
  readonly role: WireMessage['role'];
  readonly calls: Call[];
  readonly blocks: WireBlock[];
  readonly results: Map<Call, WireBlock>;
}

interface Drafting extends TurnContext {
  readonly drafts: Draft[];
  /** The latest call of each id: clients without global ids begin anew in every turn. */
  readonly calls: Map<string, { readonly call: Call; readonly draft: number }>;
  readonly wireIds: TakenWords;
}

/** The API refuses conversations without a user turn, or that begin with the assistant's. */
const placeholder = 'Begin.';

/** Turns → messages in the order the API demands; refuses content with no place and results without a call. */
export function writeTurns(context: TurnContext): Result<WrittenTurns> {
  const { turns } = context.ask;
  const later = turns.findIndex((turn) => !isSystem(turn));
  const leading = turns.slice(0, later === -1 ? turns.length : later);
  const system = writeSystem(leading, context);
  if (!system.ok) return system;
  const drafting: Drafting = { ...context, drafts: [], calls: new Map(), wireIds: new Map() };
  for (const turn of turns.slice(leading.length)) {
    const written = draftTurn(drafting, turn, fieldOfTurns(context));
    if (!written.ok) return written;
  }
  return succeed({ system: system.value, messages: finishDrafts(drafting) });
}

function isSystem(turn: Turn): boolean {
  return turn.role === 'system' || turn.role === 'developer';
}

/** Turns are counted otherwise than what the caller sent, so a path here stands for all its like. */
function fieldOfTurns({ ask }: TurnContext): string {
  return `${callerFields[ask.from].turns}[]`;
}

function writeSystem(turns: readonly Turn[], context: TurnContext): Result<readonly string[]> {
  const field = fieldOfTurns(context);
  const texts: string[] = [];
  for (const block of turns.flatMap(({ blocks }) => blocks)) {
    if (block.kind !== 'text') {
      return unsupported(
        `${field}.content`,
        `${field}.content has a system turn with ${block.kind} content, and only text has a place there`,
      );
    }
    if (writeText(block, field, context.notes).length > 0) texts.push(block.text);
  }
  return succeed(texts);
}

function draftTurn(drafting: Drafting, turn: Turn, field: string): Result<undefined> {
  if (isSystem(turn))
    drafting.notes.changed(`${field}.role`, `a ${turn.role} turn inside the conversation became a user turn`);
  const role = turn.role === 'assistant' ? 'assistant' : 'user';
  for (const block of turn.blocks) {
    const drafted = draftBlock(drafting, block, { role, field });
    if (!drafted.ok) return drafted;
  }
  return succeed(undefined);
}

/** Where a block stands: the role it is sent in, and the caller's path to its turn. */
interface Place {
  readonly role: WireMessage['role'];
  readonly field: string;
}

function draftBlock(drafting: Drafting, block: Block, { role, field }: Place): Result<undefined> {
  if (block.kind === 'tool-result') return draftResult(drafting, block, field);
  if (block.kind === 'tool-call') draftCall(drafting, block, field);
  else {
    const written = writeBlock(drafting, block, { role, field });
    if (!written.ok) return written;
    if (written.value.length > 0) appendAll(draftOf(drafting, role).blocks, written.value);
  }
  return succeed(undefined);
}

function writeBlock(
  context: TurnContext,
  block: Exclude<Block, ToolCallBlock | ToolResultBlock>,
  { role, field }: Place,
): WrittenBlocks {
  if (block.kind === 'reasoning') return succeed(role === 'user' ? [] : writeReasoning(block, field, context));
  const written = writePart(block, field, context.notes);
  if (written.ok || role === 'user') return written;
  const reason = 'this part of an answer has no place here';
  if (block.kind === 'foreign') context.notes.lost(`${field}.content[]`, block.name, reason);
  else context.notes.dropped(`${field}.content[].${block.kind}`, reason);
  return succeed([]);
}

/** The draft at the end of the conversation, when it is of this role; else a new one. */
function draftOf({ drafts }: Drafting, role: WireMessage['role']): Draft {
  const last = drafts.at(-1);
  if (last?.role === role) return last;
  const draft: Draft = { role, calls: [], blocks: [], results: new Map() };
  drafts.push(draft);
  return draft;
}

function draftCall(drafting: Drafting, block: ToolCallBlock, field: string): void {
  const draft = draftOf(drafting, 'assistant');
  const call: Call = { wireId: freeWord(block.id, drafting.wireIds) };
  draft.calls.push(call);
  drafting.calls.set(block.id, { call, draft: drafting.drafts.length - 1 });
  const { input, wrapped } =
    block.form === 'custom' ? { input: { input: block.input }, wrapped: false } : functionInput(block.input);
  if (wrapped) drafting.notes.changed(`${field}.arguments`, 'arguments that are no JSON object were put inside one');
  draft.blocks.push({ type: 'tool_use', id: call.wireId, name: drafting.naming.wireName(block), input });
}

/** A call answered twice keeps the first place and the last content. */
function draftResult(drafting: Drafting, block: ToolResultBlock, field: string): Result<undefined> {
  const found = drafting.calls.get(block.callId);
  if (found === undefined) {
    const param = `${field}.${callerFields[drafting.ask.from].callId}`;
    const got = block.callId === '' ? 'an empty id' : JSON.stringify(block.callId.slice(0, 80));
    return invalid(param, `${param} should name a call that was made before it, got ${got}`);
  }
  const written = writeResult(block, field, drafting);
  if (!written.ok) return written;
  const draft = drafting.drafts[found.draft + 1] ?? draftOf(drafting, 'user');
  draft.results.set(found.call, { ...objectOf(written.value[0]), tool_use_id: found.call.wireId });
  return succeed(undefined);
}

function finishDrafts(drafting: Drafting): readonly WireMessage[] {
  const { drafts } = drafting;
  const messages = drafts.map((draft, index) => {
    const results = (drafts[index - 1]?.calls ?? []).flatMap((call) => draft.results.get(call) ?? []);
    return { role: draft.role, content: [...results, ...draft.blocks] };
  });
  const began = messages[0]?.role === 'user' ? messages : [beginning(drafting), ...messages];
  return trimPrefill(began, drafting);
}

function beginning(drafting: Drafting): WireMessage {
  drafting.notes.changed(callerFields[drafting.ask.from].turns, 'a user turn was put first, since one is needed here');
  return { role: 'user', content: [{ type: 'text', text: placeholder }] };
}

/** The API refuses a prefill that ends with white space. */
function trimPrefill(messages: readonly WireMessage[], drafting: Drafting): readonly WireMessage[] {
  const last = messages.at(-1);
  const { type, text } = objectOf(last?.content.at(-1));
  if (last?.role !== 'assistant' || type !== 'text' || typeof text !== 'string' || text === text.trimEnd())
    return messages;
  drafting.notes.changed(callerFields[drafting.ask.from].turns, 'white space at the end of the prefill was cut off');
  const content = [...last.content.slice(0, -1), { type: 'text', text: text.trimEnd() }];
  return [...messages.slice(0, -1), { role: last.role, content }];
}
