import type { ToolNames } from '../dialect.js';
import type { NeutralAsk } from '../neutral/ask.js';
import { shortHash } from '../short-hash.js';

/** A tool as its caller knows it. */
export interface ToolIdentity {
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** What the tools of one ask are called at a Chat target. */
export interface ToolNaming {
  wireName(tool: ToolIdentity): string;
  readonly toolNames: ToolNames;
}

/** https://platform.openai.com/docs/api-reference/chat/create#chat-create-tools: letters, digits, `_` and `-`. */
const nameLimit = 64;
const refusedCharacters = /[^a-zA-Z0-9_-]/g;

interface NamedTool extends ToolIdentity {
  readonly custom: boolean;
}

/**
 * Gives every tool of an ask a name Chat accepts, namespaces flattened to `namespace__name`. The same ask gives the
 * same names, no two tools get one name, and names that need no change keep it.
 */
export function nameTools(ask: NeutralAsk): ToolNaming {
  const tools = toolsOf(ask);
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const keeping = (tool: NamedTool): boolean => tool.namespace === undefined && fit(tool.name) === tool.name;
  for (const tool of [...tools.values()].sort((left, right) => Number(keeping(right)) - Number(keeping(left)))) {
    const name = freeName(flatName(tool), taken);
    taken.add(name);
    names.set(keyOf(tool), name);
  }
  const wireName = (tool: ToolIdentity): string => names.get(keyOf(tool)) ?? fit(flatName(tool));
  return { wireName, toolNames: changedNames([...tools.values()], wireName) };
}

/** Tools on offer, and those only the history or the choice still names. */
function toolsOf(ask: NeutralAsk): ReadonlyMap<string, NamedTool> {
  const found = new Map<string, NamedTool>();
  const add = (tool: NamedTool): void => {
    if (!found.has(keyOf(tool))) found.set(keyOf(tool), tool);
  };
  for (const { name, namespace, kind } of ask.tools) add({ name, namespace, custom: kind === 'custom' });
  for (const { blocks } of ask.turns) {
    for (const block of blocks) if (block.kind === 'tool-call') add(block);
  }
  if (ask.toolChoice?.kind === 'named') add({ ...ask.toolChoice, custom: false });
  return found;
}

function changedNames(tools: readonly NamedTool[], wireName: ToolNaming['wireName']): ToolNames {
  const changed = tools.filter((tool) => tool.custom || wireName(tool) !== tool.name);
  return new Map(changed.map((tool) => [wireName(tool), identityOf(tool)]));
}

function identityOf({ name, namespace, custom }: NamedTool): NonNullable<ReturnType<ToolNames['get']>> {
  return { name, ...(namespace !== undefined && { namespace }), ...(custom && { custom: true }) };
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = fit(wanted);
  for (let attempt = 1; taken.has(name); attempt += 1) name = withHash(wanted, `${wanted}\u0000${attempt}`);
  return name;
}

function fit(name: string): string {
  const clean = name.replace(refusedCharacters, '_');
  return clean === name && name.length <= nameLimit && name !== '' ? name : withHash(name, name);
}

function withHash(name: string, hashed: string): string {
  const tail = `_${shortHash(hashed)}`;
  return name.replace(refusedCharacters, '_').slice(0, nameLimit - tail.length) + tail;
}

function flatName(tool: ToolIdentity): string {
  return tool.namespace === undefined ? tool.name : `${tool.namespace}__${tool.name}`;
}

function keyOf(tool: ToolIdentity): string {
  return tool.namespace === undefined ? tool.name : `${tool.namespace}\u0000${tool.name}`;
}
