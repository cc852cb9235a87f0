import { arrayOf, filledString, isRecord, objectOf } from '../json/guards.js';
import type { Notes } from '../notes.js';
import { itemsOf, memberOf, type WireNode } from './wire-node.js';

/** A tool on offer, and its path. */
export interface ListedTool {
  readonly node: WireNode;
  readonly field: string;
}

interface ToolChange {
  readonly removes: boolean;
  readonly tool: ListedTool;
}

const reason = 'the tools of the last turn are offered from the start';

/**
 * The tools as the last turn has them: messages may add and remove some.
 * @see https://docs.anthropic.com/en/api/beta/messages/create
 */
export function listTools(body: WireNode, notes: Notes): readonly ListedTool[] {
  const listed = itemsOf(memberOf(body, 'tools')).map((node, index) => ({ node, field: `tools[${index}]` }));
  const changes = changesOf(body);
  if (changes.length === 0) return listed;
  const offered = new Map(listed.map((tool) => [nameOf(tool.node) ?? tool.field, tool]));
  const known = new Map(offered);
  for (const { removes, tool } of changes) {
    notes.changed(`messages[].content[].${removes ? 'tool_removal' : 'tool_addition'}`, reason);
    const definition = memberOf(tool.node, 'definition');
    const name = nameOf(isRecord(definition.value) ? definition : tool.node) ?? tool.field;
    const added = isRecord(definition.value)
      ? { node: definition, field: `${tool.field}.definition` }
      : known.get(name);
    if (removes) offered.delete(name);
    else if (added !== undefined) {
      offered.set(name, added);
      known.set(name, added);
    }
  }
  return [...offered.values()];
}

/** Few conversations change their tools, so the text of a message is asked for only where one does. */
function changesOf(body: WireNode): readonly ToolChange[] {
  const messages = memberOf(body, 'messages');
  if (!arrayOf(messages.value).some((message) => arrayOf(objectOf(message)['content']).some(isChange))) return [];
  return itemsOf(messages).flatMap((message, turn) =>
    itemsOf(memberOf(message, 'content')).flatMap((block, index) => {
      if (!isChange(block.value)) return [];
      const tool = { node: memberOf(block, 'tool'), field: `messages[${turn}].content[${index}].tool` };
      return [{ removes: typeOf(block.value) === 'tool_removal', tool }];
    }),
  );
}

function isChange(block: unknown): boolean {
  const type = typeOf(block);
  return type === 'tool_addition' || type === 'tool_removal';
}

function typeOf(block: unknown): string | undefined {
  return filledString(objectOf(block)['type']);
}

function nameOf(node: WireNode): string | undefined {
  return filledString(objectOf(node.value)['name']);
}
