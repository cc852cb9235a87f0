import { appendAll } from '../append-all.js';
import type { Block, ToolCallBlock, ToolResultBlock, Turn } from '../neutral/message.js';

/** Puts items, which stand one after the other, together as turns. */
export interface Conversation {
  /** Text of a system, developer or user message. */
  say(role: 'system' | 'developer' | 'user', blocks: readonly Block[]): void;
  /** A part of what the assistant said; parts that stand together are one turn. */
  answer(blocks: readonly Block[]): void;
  call(call: ToolCallBlock): void;
  callOf(id: string): ToolCallBlock | undefined;
  /** The result of a call made before; a second one takes the place of the first. */
  result(result: ToolResultBlock): void;
  turns(): readonly Turn[];
}

/** The user turn behind an assistant turn with calls: their results in call order, then what the user said. */
interface ResultsTurn {
  readonly calls: ToolCallBlock[];
  readonly results: Map<string, ToolResultBlock>;
  said: readonly Block[];
}

interface AssistantTurn {
  readonly role: 'assistant';
  readonly blocks: Block[];
  results: ResultsTurn | undefined;
}

type Entry = Turn | AssistantTurn | ResultsTurn;

/** An empty conversation. */
export function openConversation(): Conversation {
  const entries: Entry[] = [];
  const byCall = new Map<string, ResultsTurn>();
  const calls = new Map<string, ToolCallBlock>();
  let assistant: AssistantTurn | undefined;

  const assistantTurn = (): AssistantTurn => {
    if (assistant !== undefined) return assistant;
    assistant = { role: 'assistant', blocks: [], results: undefined };
    entries.push(assistant);
    return assistant;
  };

  const resultsTurn = (turn: AssistantTurn): ResultsTurn => {
    if (turn.results !== undefined) return turn.results;
    turn.results = { calls: [], results: new Map(), said: [] };
    entries.push(turn.results);
    return turn.results;
  };

  return {
    say(role, blocks) {
      assistant = undefined;
      const last = entries.at(-1);
      if (role === 'user' && last !== undefined && 'calls' in last && last.said.length === 0) last.said = blocks;
      else entries.push({ role, blocks });
    },
    answer: (blocks) => {
      if (blocks.length > 0) appendAll(assistantTurn().blocks, blocks);
    },
    call(call) {
      const turn = assistantTurn();
      turn.blocks.push(call);
      const results = resultsTurn(turn);
      results.calls.push(call);
      byCall.set(call.id, results);
      calls.set(call.id, call);
    },
    callOf: (id) => calls.get(id),
    result(result) {
      assistant = undefined;
      const turn = byCall.get(result.callId);
      if (turn === undefined) entries.push({ role: 'user', blocks: [result] });
      else turn.results.set(result.callId, result);
    },
    turns: () => entries.map(closeEntry).filter(({ blocks }) => blocks.length > 0),
  };
}

function closeEntry(entry: Entry): Turn {
  if ('role' in entry) return { role: entry.role, blocks: entry.blocks };
  const results = entry.calls.flatMap(({ id }) => entry.results.get(id) ?? []);
  return { role: 'user', blocks: [...new Set(results), ...entry.said] };
}
