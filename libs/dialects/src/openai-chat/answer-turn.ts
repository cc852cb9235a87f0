import { filledString, type WireObject } from '../json/guards.js';
import type { Block, ToolCallBlock, ToolResultBlock, Turn } from '../neutral/message.js';

/** The user turn behind an assistant turn with calls: their results in call order, then what the user said. */
export interface AnswerTurn {
  readonly calls: readonly ToolCallBlock[];
  /** The first call of each id. */
  readonly byId: ReadonlyMap<string, ToolCallBlock>;
  readonly results: Map<string, ToolResultBlock>;
  /** Calls by name, and all under `undefined`, with how many of them are known to be answered. */
  readonly queues: ReadonlyMap<string | undefined, CallQueue>;
  rest: readonly Block[] | undefined;
}

/** Calls in their order; those in front of `next` are answered. */
interface CallQueue {
  readonly calls: readonly ToolCallBlock[];
  next: number;
}

/** The turn in which some calls will be answered. */
export function openAnswer(calls: readonly ToolCallBlock[]): AnswerTurn {
  const byId = new Map(calls.toReversed().map((call) => [call.id, call]));
  const queues = new Map<string | undefined, { readonly calls: ToolCallBlock[]; next: number }>();
  for (const call of calls) {
    for (const key of [undefined, call.name]) {
      const queue = queues.get(key);
      if (queue === undefined) queues.set(key, { calls: [call], next: 0 });
      else queue.calls.push(call);
    }
  }
  return { calls, byId, results: new Map(), queues, rest: undefined };
}

/**
 * The call a result without an id answers: the first unanswered one, of its function when it names one. Answered calls
 * stay answered, so each queue is walked once however many results there are.
 */
export function nextOpenCall(answer: AnswerTurn, result: WireObject): ToolCallBlock | undefined {
  const queue = answer.queues.get(filledString(result['name']));
  if (queue === undefined) return undefined;
  let call = queue.calls[queue.next];
  while (call !== undefined && answer.results.has(call.id)) {
    queue.next += 1;
    call = queue.calls[queue.next];
  }
  return call;
}

/** The turn once all results came. */
export function closeAnswer({ calls, results, rest }: AnswerTurn): Turn {
  const inOrder = calls.flatMap((call) => results.get(call.id) ?? []);
  return { role: 'user', blocks: [...new Set(inOrder), ...(rest ?? [])] };
}
