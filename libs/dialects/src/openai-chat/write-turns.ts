import { succeed, type Result } from '@smart-router/core';
import { appendAll } from '../append-all.js';
import type { WriteTarget } from '../dialect.js';
import type { ToolNaming } from '../flat-tool-names.js';
import type { NeutralAsk } from '../neutral/ask.js';
import { callerFields } from '../neutral/caller-fields.js';
import type { Block, MediaBlock, ReasoningBlock, ToolCallBlock, ToolResultBlock, Turn } from '../neutral/message.js';
import type { Notes } from '../notes.js';
import { shortenIds } from './call-ids.js';
import { joinTexts, writeContent } from './write-content.js';

/** What stays the same over all turns of one ask. */
export interface TurnWriting {
  readonly ask: NeutralAsk;
  readonly target: WriteTarget;
  readonly naming: ToolNaming;
  readonly notes: Notes;
}

interface Writing extends TurnWriting {
  /** What the caller calls the list of turns. */
  readonly field: string;
  readonly shortId: (id: string) => string;
}

/** Turns → Chat messages. Refuses user content that has no place in Chat. */
export function writeTurns(writing: TurnWriting): Result<readonly unknown[]> {
  const inner: Writing = { ...writing, field: callerFields[writing.ask.from].turns, shortId: shortenIds() };
  const messages: unknown[] = [];
  for (const turn of writing.ask.turns) {
    const written = writeTurn(turn, inner);
    if (!written.ok) return written;
    appendAll(messages, written.value);
  }
  return succeed(messages);
}

function writeTurn(turn: Turn, writing: Writing): Result<readonly unknown[]> {
  if (turn.role === 'user') return writeUser(turn, writing);
  if (turn.role === 'assistant') return succeed(writeAssistant(turn, writing));
  if (turn.blocks.some(({ kind }) => kind !== 'text')) {
    writing.notes.dropped(`${writing.field}[].content`, `a ${turn.role} message holds text only in Chat`);
  }
  const content = joinTexts(turn.blocks);
  return succeed(content === '' ? [] : [{ role: turn.role, content }]);
}

function writeAssistant(turn: Turn, writing: Writing): readonly unknown[] {
  const calls = turn.blocks.filter((block) => block.kind === 'tool-call');
  const content = joinTexts(turn.blocks);
  if (turn.blocks.some(({ kind }) => kind === 'media' || kind === 'foreign')) {
    writing.notes.dropped(`${writing.field}[].content`, 'an assistant message holds text and calls only in Chat');
  }
  const reasoning = keptReasoning(turn.blocks, writing);
  if (content === '' && calls.length === 0) return [];
  return [
    {
      role: 'assistant',
      content: content === '' ? null : content,
      ...(reasoning !== '' && { reasoning_content: reasoning }),
      ...(calls.length > 0 && { tool_calls: calls.map((call) => writeCall(call, writing)) }),
    },
  ];
}

/**
 * Chat has no place for proofs, and OpenAI refuses messages with `reasoning_content`. Servers that show their thinking
 * there, which their targets declare as `summaries`, want it back while tools are in use.
 * @see https://api-docs.deepseek.com/guides/thinking_mode
 */
function keptReasoning(blocks: readonly Block[], { ask, target, notes, field }: Writing): string {
  const all = blocks.filter((block): block is ReasoningBlock => block.kind === 'reasoning');
  const returns = ask.from === 'openai-chat' || target.capabilities.reasoning?.summaries === true;
  const kept = returns ? all.filter(({ proof }) => proof === undefined) : [];
  if (kept.length < all.length) notes.dropped(`${field}[].reasoning`, 'this target takes no earlier reasoning');
  return kept.map(({ text }) => text).join('');
}

function writeCall(call: ToolCallBlock, { naming, shortId }: Writing): unknown {
  const input = call.form === 'custom' ? JSON.stringify({ input: call.input }) : call.input;
  return { id: shortId(call.id), type: 'function', function: { name: naming.wireName(call), arguments: input } };
}

/** Results come first, as Chat wants them directly behind the calls; their media follow in a message of the user. */
function writeUser(turn: Turn, writing: Writing): Result<readonly unknown[]> {
  const results = turn.blocks.filter((block): block is ToolResultBlock => block.kind === 'tool-result');
  const said = turn.blocks.filter(({ kind }) => kind !== 'tool-result' && kind !== 'reasoning');
  const blocks = [...results.flatMap((result) => mediaBehind(result, writing)), ...said];
  const messages = results.map((result) => writeResult(result, writing));
  if (blocks.length === 0) return succeed(messages);
  const content = writeContent(blocks, `${writing.field}[].content`);
  return content.ok ? succeed([...messages, { role: 'user', content: content.value }]) : content;
}

function writeResult(result: ToolResultBlock, { notes, field, shortId }: Writing): unknown {
  if (result.content.some(({ kind }) => kind === 'foreign')) {
    notes.dropped(`${field}[].tool_result`, 'it holds parts that only their own dialect understands');
  }
  if (result.isError) notes.changed(`${field}[].is_error`, 'Chat marks no errors; the text starts with "Error:"');
  const text = joinTexts(result.content);
  const content = result.isError ? `Error: ${text}` : text;
  return { role: 'tool', tool_call_id: shortId(result.callId), content };
}

/** Chat's tool messages carry text only. */
function mediaBehind(result: ToolResultBlock, { notes, field, shortId }: Writing): readonly Block[] {
  const media = result.content.filter((block): block is MediaBlock => block.kind === 'media');
  if (media.length === 0) return [];
  notes.changed(`${field}[].tool_result`, 'Chat tool messages hold text only; media follow in a user message');
  return [{ kind: 'text', text: `Content of the result of tool call ${shortId(result.callId)}:` }, ...media];
}
