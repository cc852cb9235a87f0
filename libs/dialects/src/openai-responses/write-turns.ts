import { succeed, type Result } from '@smart-router/core';
import { appendAll } from '../append-all.js';
import { callerFields } from '../neutral/caller-fields.js';
import type { Block, ReasoningBlock, TextBlock, ToolCallBlock, Turn } from '../neutral/message.js';
import { callIdRules, fitWords } from './short-words.js';
import { writeUser } from './write-user.js';
import { writeSearchCall } from './write-tool-search.js';
import type { TurnWriting, Writing } from './writing.js';
import { dialectName, paragraphBreak } from './wire.js';

/** Where the turns go in a request. */
export interface WrittenTurns {
  readonly instructions?: string;
  readonly input: readonly unknown[];
}

/** Turns → instructions and input items. Refuses user content that has no place in Responses. */
export function writeTurns(writing: TurnWriting): Result<WrittenTurns> {
  const { ask } = writing;
  const inner: Writing = {
    ...writing,
    field: callerFields[ask.from].turns,
    callId: fitWords(callIdRules, callIdsOf(ask.turns)),
  };
  const leading = leadingSystemTurns(ask.turns);
  const input: unknown[] = [];
  for (const turn of ask.turns.slice(leading)) {
    const written = writeTurn(turn, inner);
    if (!written.ok) return written;
    appendAll(input, written.value);
  }
  if (leading === 0) return succeed({ input });
  const instructions = joinTexts(ask.turns.slice(0, leading).flatMap(({ blocks }) => blocks));
  return succeed({ instructions, input });
}

/** How many turns become instructions: those of system text before all others. The API demands some input besides. */
function leadingSystemTurns(turns: readonly Turn[]): number {
  const other = turns.findIndex(({ role, blocks }) => role !== 'system' || blocks.some(({ kind }) => kind !== 'text'));
  return other === -1 ? 0 : other;
}

function* callIdsOf(turns: readonly Turn[]): Iterable<string> {
  for (const { blocks } of turns) {
    for (const block of blocks) {
      if (block.kind === 'tool-call') yield block.id;
      else if (block.kind === 'tool-result') yield block.callId;
    }
  }
}

function writeTurn(turn: Turn, writing: Writing): Result<readonly unknown[]> {
  if (turn.role === 'user') return writeUser(turn, writing);
  if (turn.role === 'assistant') return succeed(turn.blocks.flatMap((block) => writeSaid(block, writing)));
  if (turn.blocks.some(({ kind }) => kind !== 'text')) {
    writing.notes.dropped(`${writing.field}[].content`, `a ${turn.role} message holds text only`);
  }
  const content = joinTexts(turn.blocks);
  return succeed(content === '' ? [] : [{ type: 'message', role: turn.role, content }]);
}

function joinTexts(blocks: readonly Block[]): string {
  const texts = blocks.filter((block): block is TextBlock => block.kind === 'text');
  return texts.map(({ text }) => text).join(paragraphBreak);
}

/** Part of what the assistant said; its order is kept, for reasoning must stand before the call it led to. */
function writeSaid(block: Block, writing: Writing): readonly unknown[] {
  if (block.kind === 'text') return [{ type: 'message', role: 'assistant', content: block.text }];
  if (block.kind === 'tool-call') return [writeCall(block, writing)];
  if (block.kind === 'reasoning') return writeReasoning(block, writing);
  if (block.kind === 'foreign' && block.owner === dialectName) return [block.value];
  writing.notes.dropped(`${writing.field}[].content`, 'the assistant of Responses says text, reasoning and calls only');
  return [];
}

function writeCall(call: ToolCallBlock, { naming, callId }: Writing): unknown {
  if (call.form === 'tool-search') return writeSearchCall({ callId: callId(call.id), input: call.input });
  const names = {
    call_id: callId(call.id),
    name: naming.wireName(call.name),
    ...(call.namespace !== undefined && { namespace: call.namespace }),
  };
  if (call.form === 'custom') return { type: 'custom_tool_call', ...names, input: call.input };
  return { type: 'function_call', ...names, arguments: call.input };
}

/** Reasoning goes back to the issuer that sealed it, in this dialect; nobody else could read it. */
function writeReasoning({ text, proof }: ReasoningBlock, { target, notes, field }: Writing): readonly unknown[] {
  if (proof?.form !== 'encrypted' || proof.dialect !== dialectName || proof.issuer !== target.issuer) {
    notes.dropped(`${field}[].reasoning`, 'this target takes back its own sealed reasoning only');
    return [];
  }
  return [
    {
      type: 'reasoning',
      ...(proof.itemId !== undefined && { id: proof.itemId }),
      summary: text === '' ? [] : [{ type: 'summary_text', text }],
      encrypted_content: proof.value,
    },
  ];
}
