import type { Patch } from '../dialect.js';
import { arrayOf, objectOf, stringOf, type WireObject } from '../json/guards.js';
import type { JsonText } from '../json/json-text.js';
import { removeItems } from '../json/remove-items.js';
import type { Note } from '../neutral/note.js';
import { isRouterMade } from './router-made.js';
import { sealOf } from './seal-of.js';

const strangeLeft: Note = {
  field: 'messages[].content',
  action: 'dropped',
  reason: 'the target takes back only thinking and searches that are its own',
};

const thinkingOff: Note = {
  field: 'thinking',
  action: 'changed',
  reason: 'thinking is off for this answer: the thinking before its tool calls was signed by another provider',
};

type Test = (part: unknown) => boolean;

/** Takes out what this target would refuse in answers: what the router made, and what another provider sealed. */
export function removeStrange(body: JsonText, proofs: ReadonlySet<string> | undefined): readonly Patch[] {
  const messages = arrayOf(objectOf(body.value)['messages']).map(objectOf);
  const isStrange: Test = (block) => isRouterMade(block) || proofs?.has(sealOf(objectOf(block)) ?? '') === true;
  const touched = messages.map((message) => message['role'] === 'assistant' && blocksOf(message).some(isTouched));
  if (!touched.includes(true)) return [];
  const texts = body.get('messages')?.items() ?? [];
  const emptied = messages.map((message, index) => touched[index] === true && blocksOf(message).every(isStrange));
  const inside = texts.flatMap((text, index) =>
    touched[index] !== true || emptied[index] === true ? [] : removeBlocks(text, isStrange),
  );
  const removed = [...inside, ...removeItems(texts, (index) => emptied[index] === true)];
  const noted: readonly Patch[] = removed.map((removal) => ({ ...removal, note: strangeLeft }));
  const thinkless = messages.findLastIndex((message, index) => touched[index] && blocksOf(message).some(isThinking));
  return thinkless > lastWordOfUser(messages) ? [...noted, ...switchOff(body)] : noted;

  function isTouched(block: unknown): boolean {
    return isStrange(block) || arrayOf(objectOf(block)['citations']).some(isRouterMade);
  }

  function isThinking(block: unknown): boolean {
    return isStrange(block) && String(objectOf(block)['type']).endsWith('thinking');
  }
}

/** Of one message; sources go with the search that found them. */
function removeBlocks(message: JsonText, isStrange: Test): readonly Patch[] {
  const blocks = message.get('content')?.items() ?? [];
  const searchGoes = blocks.some(({ value }) => isStrange(value) && objectOf(value)['type'] === 'server_tool_use');
  const isLost: Test = (source) => isRouterMade(source) || (searchGoes && hasSeal(source));
  return [
    ...removeItems(blocks, (index) => isStrange(blocks[index]?.value)),
    ...blocks.flatMap((block) => (isStrange(block.value) ? [] : removeSources(block, isLost))),
  ];
}

function removeSources(block: JsonText, isLost: Test): readonly Patch[] {
  const sources = block.get('citations');
  if (sources === undefined || !arrayOf(sources.value).some(isLost)) return [];
  const items = sources.items();
  if (items.every(({ value }) => isLost(value))) return [{ start: sources.start, end: sources.end, text: 'null' }];
  return removeItems(items, (index) => isLost(items[index]?.value));
}

function hasSeal(source: unknown): boolean {
  return stringOf(objectOf(source)['encrypted_index']) !== undefined;
}

function blocksOf(message: WireObject): readonly unknown[] {
  return arrayOf(message['content']);
}

/** Where the user last said something else than the results of tools; what follows is one turn of the assistant. */
function lastWordOfUser(messages: readonly WireObject[]): number {
  return messages.findLastIndex(
    (message) => message['role'] === 'user' && objectOf(blocksOf(message)[0])['type'] !== 'tool_result',
  );
}

/**
 * With a thinking budget, the API refuses a turn under way whose tool calls have no thinking before them, and then
 * refuses to clear thinking where it is off.
 * @see https://docs.anthropic.com/en/docs/build-with-claude/extended-thinking#extended-thinking-with-tool-use
 */
function switchOff(body: JsonText): readonly Patch[] {
  const thinking = body.get('thinking');
  if (thinking === undefined || objectOf(thinking.value)['type'] !== 'enabled') return [];
  const edits = body.get('context_management')?.get('edits')?.items() ?? [];
  const clearing = removeItems(edits, (index) => {
    return stringOf(objectOf(edits[index]?.value)['type'])?.startsWith('clear_thinking_') === true;
  });
  return [{ start: thinking.start, end: thinking.end, text: '{"type":"disabled"}', note: thinkingOff }, ...clearing];
}
