import type { ToolNames } from './dialect.js';
import type { NeutralAsk, ToolForm } from './neutral/ask.js';
import { fitWord, freeWord, type TakenWords } from './wire-words.js';

/** A tool as its caller knows it. */
export interface ToolIdentity {
  readonly name: string;
  readonly namespace?: string | undefined;
  /** A tool search and a function may share a name. */
  readonly form?: ToolForm;
}

/** What the tools of one ask are called at a target that knows neither namespaces nor custom tools. */
export interface ToolNaming {
  wireName(tool: ToolIdentity): string;
  /** Tools whose answers must be restored: renamed, namespaced and custom ones. */
  readonly toolNames: ToolNames;
}

interface NamedTool extends ToolIdentity {
  readonly form: ToolForm;
}

/**
 * Gives every tool of an ask a name the target accepts, namespaces flattened to `namespace__name`. The same ask gives the
 * same names, no two tools share one or take a reserved one, and a name that needs no change keeps it.
 */
export function nameTools(ask: NeutralAsk, reserved: readonly string[] = []): ToolNaming {
  const tools = [...toolsOf(ask)];
  const names = new Map<string, string>();
  const taken: TakenWords = new Map(reserved.map((name) => [name, 0]));
  const keepers = tools.filter(([, tool]) => keepsItsName(tool));
  const others = tools.filter(([, tool]) => !keepsItsName(tool));
  for (const [key, tool] of [...keepers, ...others]) names.set(key, freeWord(flatName(tool), taken));
  const wireName = (tool: ToolIdentity): string => names.get(toolKey(tool)) ?? fitWord(flatName(tool));
  return {
    wireName,
    toolNames: changedNames(
      tools.map(([, tool]) => tool),
      wireName,
    ),
  };
}

/** Tools on offer, and those that only the history or the choice names. */
function toolsOf(ask: NeutralAsk): ReadonlyMap<string, NamedTool> {
  const found = new Map<string, NamedTool>();
  const add = (tool: NamedTool): void => {
    if (!found.has(toolKey(tool))) found.set(toolKey(tool), tool);
  };
  for (const { name, namespace, form } of ask.tools) add({ name, namespace, form });
  for (const { blocks } of ask.turns) {
    for (const block of blocks) if (block.kind === 'tool-call') add(block);
  }
  if (ask.toolChoice?.kind === 'named') add({ ...ask.toolChoice, form: 'function' });
  return found;
}

function changedNames(tools: readonly NamedTool[], wireName: ToolNaming['wireName']): ToolNames {
  const changed = tools.filter((tool) => tool.form !== 'function' || wireName(tool) !== tool.name);
  return new Map(
    changed.map((tool) => {
      const { name, namespace, form } = tool;
      return [
        wireName(tool),
        { name, ...(namespace !== undefined && { namespace }), ...(form !== 'function' && { form }) },
      ];
    }),
  );
}

function keepsItsName(tool: ToolIdentity): boolean {
  return tool.namespace === undefined && fitWord(tool.name) === tool.name;
}

/** A tool's name where there are no namespaces, before it is made to fit and to differ from all others. */
export function flatName(tool: Omit<ToolIdentity, 'form'>): string {
  return tool.namespace === undefined ? tool.name : `${tool.namespace}__${tool.name}`;
}

/** What tells a tool from all others of an ask. */
export function toolKey(tool: ToolIdentity): string {
  const kind = tool.form === 'tool-search' ? 'search' : 'tool';
  return [kind, tool.namespace ?? '', tool.name].join('\u0000');
}
