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
  return new OpenConversation();
}

class OpenConversation implements Conversation {
  readonly #entries: Entry[] = [];
  readonly #byCall = new Map<string, ResultsTurn>();
  readonly #calls = new Map<string, ToolCallBlock>();
  /** The turn that the assistant may go on with. */
  #assistant: AssistantTurn | undefined;

  say(role: 'system' | 'developer' | 'user', blocks: readonly Block[]): void {
    this.#assistant = undefined;
    const last = this.#entries.at(-1);
    if (role === 'user' && last !== undefined && 'calls' in last && last.said.length === 0) last.said = blocks;
    else this.#entries.push({ role, blocks });
  }

  answer(blocks: readonly Block[]): void {
    if (blocks.length > 0) appendAll(this.#assistantTurn().blocks, blocks);
  }

  call(call: ToolCallBlock): void {
    const turn = this.#assistantTurn();
    turn.blocks.push(call);
    const results = this.#resultsTurn(turn);
    results.calls.push(call);
    this.#byCall.set(call.id, results);
    this.#calls.set(call.id, call);
  }

  callOf(id: string): ToolCallBlock | undefined {
    return this.#calls.get(id);
  }

  result(result: ToolResultBlock): void {
    this.#assistant = undefined;
    const turn = this.#byCall.get(result.callId);
    if (turn === undefined) this.#entries.push({ role: 'user', blocks: [result] });
    else turn.results.set(result.callId, result);
  }

  turns(): readonly Turn[] {
    return this.#entries.map(closeEntry).filter(({ blocks }) => blocks.length > 0);
  }

  #assistantTurn(): AssistantTurn {
    if (this.#assistant !== undefined) return this.#assistant;
    this.#assistant = { role: 'assistant', blocks: [], results: undefined };
    this.#entries.push(this.#assistant);
    return this.#assistant;
  }

  #resultsTurn(turn: AssistantTurn): ResultsTurn {
    if (turn.results !== undefined) return turn.results;
    turn.results = { calls: [], results: new Map(), said: [] };
    this.#entries.push(turn.results);
    return turn.results;
  }
}

function closeEntry(entry: Entry): Turn {
  if ('role' in entry) return { role: entry.role, blocks: entry.blocks };
  const results = entry.calls.flatMap(({ id }) => entry.results.get(id) ?? []);
  return { role: 'user', blocks: [...new Set(results), ...entry.said] };
}
