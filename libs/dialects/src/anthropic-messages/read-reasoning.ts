import { arrayOf, filledString, integerOf, isAbsent, objectOf, type WireObject } from '../json/guards.js';
import type { Reasoning } from '../neutral/ask.js';
import { noteLost } from '../note-lost.js';
import type { Notes } from '../notes.js';

const modes: Readonly<Record<string, Reasoning['mode']>> = {
  enabled: 'on',
  adaptive: 'adaptive',
  between_tools: 'adaptive',
  disabled: 'off',
};

/** How hard the model is to think. */
export function readReasoning(ask: WireObject, notes: Notes): Reasoning | undefined {
  const thinking = objectOf(ask['thinking']);
  const mode = modeOf(filledString(thinking['type']) ?? '');
  const effort = latestEffort(ask, notes);
  if (mode === undefined && !isAbsent(ask['thinking'])) notes.dropped('thinking', 'its type is not known here');
  if (mode === 'off') {
    if (effort !== undefined)
      notes.dropped('output_config.effort', 'effort means thinking there, and that is disabled');
    return { mode, effort: undefined, budgetTokens: undefined, show: undefined };
  }
  if (mode === undefined && effort === undefined) return undefined;
  const budgetTokens = integerOf(thinking['budget_tokens']);
  return { mode: mode ?? 'adaptive', effort, budgetTokens, show: readDisplay(thinking, mode) };
}

/**
 * Unsaid, the model decides. Those that take `enabled` show their thinking; the newer ones, which take `adaptive` only,
 * mostly do not.
 * @see https://platform.claude.com/docs/en/build-with-claude/extended-thinking
 */
function readDisplay(thinking: WireObject, mode: Reasoning['mode'] | undefined): boolean | undefined {
  const display = filledString(thinking['display']);
  if (display === undefined) return mode === 'on' || undefined;
  return display !== 'omitted';
}

function modeOf(type: string): Reasoning['mode'] | undefined {
  return Object.hasOwn(modes, type) ? modes[type] : undefined;
}

/** A message may set the effort from its turn on; the last one that does wins over the request's. */
function latestEffort(ask: WireObject, notes: Notes): string | undefined {
  const configs = arrayOf(ask['messages']).map((message) => objectOf(objectOf(message)['output_config']));
  const efforts = [objectOf(ask['output_config']), ...configs].flatMap(({ effort }) => filledString(effort) ?? []);
  const latest = efforts.at(-1);
  if (efforts.some((effort) => effort !== latest)) {
    notes.changed('messages[].output_config.effort', 'the effort said last holds for the whole request');
  }
  for (const [member, value] of configs.flatMap((config) => Object.entries(config))) {
    if (member === 'effort' || isAbsent(value)) continue;
    noteLost(member, undefined, { field: 'messages[].output_config', notes });
  }
  return latest;
}
