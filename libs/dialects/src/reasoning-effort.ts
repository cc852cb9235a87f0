import type { ReasoningCapability } from '@smart-router/core';
import type { Reasoning } from './neutral/ask.js';
import type { Notes } from './notes.js';

/** All effort words in use, weakest first. */
const ladder: readonly string[] = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];

/** A thinking budget as an effort: the first row whose budget is large enough. Budgets in tokens, as clients send them. */
const budgetSteps: readonly { readonly upTo: number; readonly effort: string }[] = [
  { upTo: 4096, effort: 'low' },
  { upTo: 16_384, effort: 'medium' },
  { upTo: 32_768, effort: 'high' },
  { upTo: Number.POSITIVE_INFINITY, effort: 'xhigh' },
];

/** What a wish says when it names neither effort nor budget. */
const unsaidEffort = 'medium';

/** What `writeEffort` needs beside the wish. */
export interface EffortContext {
  readonly capability: ReasoningCapability | undefined;
  readonly notes: Notes;
  /** What the caller calls the wish. */
  readonly field: string;
}

/** The effort word for a wish, clamped to what the target declares; `undefined` sends none. */
export function writeEffort(reasoning: Reasoning, { capability, notes, field }: EffortContext): string | undefined {
  const efforts = capability?.efforts ?? [];
  const wanted = wantedEffort(reasoning);
  if (efforts.length === 0) {
    const needless = reasoning.mode === 'off' && capability?.mode !== 'always_on';
    if (!needless) notes.dropped(field, 'this target takes no effort');
    return undefined;
  }
  if (efforts.includes(wanted)) return wanted;
  if (reasoning.mode === 'off' && capability?.mode === 'opt_in') return undefined;
  const nearest = nearestEffort(wanted, efforts);
  notes.changed(
    field,
    `${ladder.includes(wanted) ? wanted : 'an unknown effort'} became ${nearest}, the nearest this target takes`,
  );
  return nearest;
}

function wantedEffort(reasoning: Reasoning): string {
  if (reasoning.mode === 'off') return 'none';
  if (reasoning.effort !== undefined) return reasoning.effort;
  const { budgetTokens } = reasoning;
  if (budgetTokens === undefined) return unsaidEffort;
  return budgetSteps.find(({ upTo }) => budgetTokens <= upTo)?.effort ?? unsaidEffort;
}

/** By distance on the ladder, the weaker of two; an unknown word counts as `medium`. `efforts` is not empty. */
function nearestEffort(wanted: string, efforts: readonly string[]): string {
  const rank = (effort: string): number => ladder.indexOf(ladder.includes(effort) ? effort : unsaidEffort);
  const thinking = efforts.filter((effort) => effort !== 'none');
  const candidates = wanted === 'none' || thinking.length === 0 ? efforts : thinking;
  const distance = (effort: string): number => Math.abs(rank(effort) - rank(wanted));
  return (
    [...candidates].sort((left, right) => distance(left) - distance(right) || rank(left) - rank(right))[0] ?? wanted
  );
}
