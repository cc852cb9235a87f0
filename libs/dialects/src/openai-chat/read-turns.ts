import { succeed, type Result } from '@smart-router/core';
import { filledString, objectOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { Block, ToolCallBlock, ToolResultBlock, Turn } from '../neutral/message.js';
import { invalid } from '../refusals.js';
import { idOf, readCalls, readReasoning } from './read-calls.js';
import { readContent } from './read-content.js';

/** The user turn behind an assistant turn with calls: their results in call order, then what the user said. */
interface AnswerTurn {
  readonly calls: readonly ToolCallBlock[];
  /** The first call of each id. */
  readonly byId: ReadonlyMap<string, ToolCallBlock>;
  readonly results: Map<string, ToolResultBlock>;
  rest: readonly Block[] | undefined;
}

interface Conversation {
  readonly entries: (Turn | AnswerTurn)[];
  /** By call id; ids may come again in later turns. */
  readonly answers: Map<string, AnswerTurn>;
  latest: AnswerTurn | undefined;
}

/** Chat messages → turns. Refuses a tool result that answers no call. */
export function readTurns(messages: JsonText): Result<readonly Turn[]> {
  const conversation: Conversation = { entries: [], answers: new Map(), latest: undefined };
  for (const [index, message] of messages.items().entries()) {
    const added = addMessage(conversation, message, index);
    if (!added.ok) return added;
  }
  return succeed(conversation.entries.map(closeEntry).filter((turn) => turn.blocks.length > 0));
}

function addMessage(conversation: Conversation, message: JsonText, index: number): Result<undefined> {
  const value = objectOf(message.value);
  switch (value['role']) {
    case 'system':
    case 'developer':
      conversation.entries.push({ role: value['role'], blocks: readContent(message.get('content')) });
      return succeed(undefined);
    case 'user':
      addUser(conversation, readContent(message.get('content')));
      return succeed(undefined);
    case 'assistant':
      addAssistant(conversation, message, index);
      return succeed(undefined);
    case 'tool':
    case 'function':
      return addResult(conversation, message, index);
    default:
      return invalid(
        `messages[${index}].role`,
        `messages[${index}].role should be one of Chat's roles, got another word`,
      );
  }
}

function addUser(conversation: Conversation, blocks: readonly Block[]): void {
  const last = conversation.entries.at(-1);
  if (last !== undefined && 'results' in last && last.rest === undefined) last.rest = blocks;
  else conversation.entries.push({ role: 'user', blocks });
}

function addAssistant(conversation: Conversation, message: JsonText, index: number): void {
  const value = objectOf(message.value);
  const refusal = filledString(value['refusal']);
  const calls = readCalls(value, index);
  conversation.entries.push({
    role: 'assistant',
    blocks: [
      ...readReasoning(value),
      ...readContent(message.get('content')),
      ...(refusal === undefined ? [] : [{ kind: 'text', text: refusal } as const]),
      ...calls,
    ],
  });
  if (calls.length === 0) return;
  const byId = new Map(calls.toReversed().map((call) => [call.id, call]));
  const answer: AnswerTurn = { calls, byId, results: new Map(), rest: undefined };
  for (const id of byId.keys()) conversation.answers.set(id, answer);
  conversation.entries.push(answer);
  conversation.latest = answer;
}

function addResult(conversation: Conversation, message: JsonText, index: number): Result<undefined> {
  const value = objectOf(message.value);
  const id = idOf(value['tool_call_id']);
  const answer = id === undefined ? conversation.latest : conversation.answers.get(id);
  const call =
    id === undefined ? answer?.calls.find((candidate) => isOpen(answer, candidate, value)) : answer?.byId.get(id);
  if (answer === undefined || call === undefined) {
    const field = `messages[${index}].${value['role'] === 'function' ? 'name' : 'tool_call_id'}`;
    return invalid(field, `${field} should name a call of an assistant message before it`);
  }
  const content = readContent(message.get('content'));
  answer.results.set(call.id, { kind: 'tool-result', callId: call.id, content, isError: false, form: call.form });
  return succeed(undefined);
}

/** A result without an id answers the first unanswered call, of its function when it names one. */
function isOpen(answer: AnswerTurn, call: ToolCallBlock, result: WireObject): boolean {
  const name = filledString(result['name']);
  return !answer.results.has(call.id) && (name === undefined || name === call.name);
}

function closeEntry(entry: Turn | AnswerTurn): Turn {
  if (!('results' in entry)) return entry;
  const results = entry.calls.flatMap((call) => entry.results.get(call.id) ?? []);
  return { role: 'user', blocks: [...new Set(results), ...(entry.rest ?? [])] };
}
