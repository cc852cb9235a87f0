import { succeed, type Result } from '@smart-router/core';
import { filledString, objectOf } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import type { Block, TextBlock, Turn } from '../neutral/message.js';
import type { Notes } from '../notes.js';
import { invalid } from '../refusals.js';
import { closeAnswer, nextOpenCall, openAnswer, type AnswerTurn } from './answer-turn.js';
import { noteMembers } from './note-members.js';
import { idOf, readCalls } from './read-calls.js';
import { readContent, refuseFileIds, type ContentBlock } from './read-content.js';
import { readReasoning } from './read-reasoning.js';

interface Conversation {
  readonly entries: (Turn | AnswerTurn)[];
  /** By call id; ids may come again in later turns. */
  readonly answers: Map<string, AnswerTurn>;
  readonly notes: Notes;
  latest: AnswerTurn | undefined;
}

const field = 'messages[]';

/** Chat messages → turns. Refuses a tool result that answers no call, and files that lie at one provider. */
export function readTurns(messages: JsonText, notes: Notes): Result<readonly Turn[]> {
  const conversation: Conversation = { entries: [], answers: new Map(), notes, latest: undefined };
  for (const [index, message] of messages.items().entries()) {
    const usable = refuseFileIds(objectOf(message.value)['content'], `messages[${index}].content`);
    const added = usable.ok ? addMessage(conversation, message, index) : usable;
    if (!added.ok) return added;
  }
  return succeed(conversation.entries.map(closeEntry).filter((turn) => turn.blocks.length > 0));
}

function addMessage(conversation: Conversation, message: JsonText, index: number): Result<undefined> {
  const value = objectOf(message.value);
  const { notes } = conversation;
  switch (value['role']) {
    case 'system':
    case 'developer':
      noteMembers(value, 'system', { field, notes });
      conversation.entries.push({ role: value['role'], blocks: contentOf(message, notes) });
      return succeed(undefined);
    case 'user':
      noteMembers(value, 'user', { field, notes });
      addUser(conversation, contentOf(message, notes));
      return succeed(undefined);
    case 'assistant':
      noteMembers(value, 'assistant', { field, notes });
      addAssistant(conversation, message, index);
      return succeed(undefined);
    case 'tool':
    case 'function':
      noteMembers(value, 'tool', { field, notes });
      return addResult(conversation, message, index);
    default:
      return invalid(
        `messages[${index}].role`,
        `messages[${index}].role should be one of Chat's roles, got another word`,
      );
  }
}

function contentOf(message: JsonText, notes: Notes): readonly ContentBlock[] {
  return readContent(message.get('content'), { field: `${field}.content[]`, notes });
}

function addUser(conversation: Conversation, blocks: readonly Block[]): void {
  const last = conversation.entries.at(-1);
  if (last !== undefined && 'results' in last && last.rest === undefined) last.rest = blocks;
  else conversation.entries.push({ role: 'user', blocks });
}

function addAssistant(conversation: Conversation, message: JsonText, index: number): void {
  const value = objectOf(message.value);
  const { notes } = conversation;
  const calls = readCalls(value, index, { field: `${field}.tool_calls[]`, notes });
  const reasoning = readReasoning(value, { field, notes });
  const blocks = [...reasoning, ...contentOf(message, notes), ...refusalOf(value['refusal']), ...calls];
  conversation.entries.push({ role: 'assistant', blocks });
  if (calls.length === 0) return;
  const answer = openAnswer(calls);
  for (const id of answer.byId.keys()) conversation.answers.set(id, answer);
  conversation.entries.push(answer);
  conversation.latest = answer;
}

/** What the assistant refused with is what it said. */
function refusalOf(refusal: unknown): readonly TextBlock[] {
  const text = filledString(refusal);
  return text === undefined ? [] : [{ kind: 'text', text }];
}

function addResult(conversation: Conversation, message: JsonText, index: number): Result<undefined> {
  const value = objectOf(message.value);
  const id = idOf(value['tool_call_id']);
  const answer = id === undefined ? conversation.latest : conversation.answers.get(id);
  const call = id === undefined ? answer && nextOpenCall(answer, value) : answer?.byId.get(id);
  if (answer === undefined || call === undefined) {
    const named = `messages[${index}].${value['role'] === 'function' ? 'name' : 'tool_call_id'}`;
    return invalid(named, `${named} should name a call of an assistant message before it`);
  }
  const content = contentOf(message, conversation.notes);
  answer.results.set(call.id, { kind: 'tool-result', callId: call.id, content, isError: false, form: call.form });
  return succeed(undefined);
}

function closeEntry(entry: Turn | AnswerTurn): Turn {
  return 'results' in entry ? closeAnswer(entry) : entry;
}
