import type { ToolNames } from '../dialect.js';
import type { NeutralAsk } from '../neutral/ask.js';
import { fitWords, toolNameRules } from './short-words.js';

/** What the tools of one ask are called at a Responses target, which knows namespaces and custom tools itself. */
export interface ToolNaming {
  wireName(name: string): string;
  /** Only renamed tools. */
  readonly toolNames: ToolNames;
}

/** Gives every tool of an ask a name the API accepts: tools on offer, and those only the history or the choice names. */
export function nameTools(ask: NeutralAsk): ToolNaming {
  const names = new Set(ask.tools.map(({ name }) => name));
  for (const { blocks } of ask.turns) {
    for (const block of blocks) if (block.kind === 'tool-call') names.add(block.name);
  }
  if (ask.toolChoice?.kind === 'named') names.add(ask.toolChoice.name);
  const wireName = fitWords(toolNameRules, names);
  const renamed = [...names].filter((name) => wireName(name) !== name);
  return { wireName, toolNames: new Map(renamed.map((name) => [wireName(name), { name }])) };
}
