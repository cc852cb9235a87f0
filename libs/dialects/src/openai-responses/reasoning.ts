import type { ReasoningCapability } from '@smart-router/core';
import type { NeutralAsk, Reasoning } from '../neutral/ask.js';
import { callerFields } from '../neutral/caller-fields.js';
import type { Notes } from '../notes.js';

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

/**
 * `reasoning` for a wish, its effort clamped to what the target declares, and `include` for the sealed form: nothing is
 * stored at the provider, so reasoning must come along to be taken back. Chat callers have no place to keep it.
 */
export function writeReasoningWish(
  ask: NeutralAsk,
  capability: ReasoningCapability | undefined,
  notes: Notes,
): Readonly<Record<string, unknown>> {
  const wish = ask.reasoning;
  if (wish === undefined) return {};
  const effort = writeEffort(wish, { capability, notes, field: callerFields[ask.from].reasoning });
  const summary = wish.show === true && capability?.summaries === true ? 'auto' : undefined;
  const sealed = capability !== undefined && wish.mode !== 'off' && ask.from !== 'openai-chat';
  return {
    ...((effort ?? summary) !== undefined && {
      reasoning: { ...(effort !== undefined && { effort }), ...(summary !== undefined && { summary }) },
    }),
    ...(sealed && { include: ['reasoning.encrypted_content'] }),
  };
}

interface EffortContext {
  readonly capability: ReasoningCapability | undefined;
  readonly notes: Notes;
  readonly field: string;
}

function writeEffort(wish: Reasoning, { capability, notes, field }: EffortContext): string | undefined {
  const efforts = capability?.efforts ?? [];
  const wanted = wantedEffort(wish);
  if (efforts.length === 0) {
    const needless = wish.mode === 'off' && capability?.mode !== 'always_on';
    if (!needless) notes.dropped(field, 'this target takes no effort');
    return undefined;
  }
  if (efforts.includes(wanted)) return wanted;
  if (wish.mode === 'off' && capability?.mode === 'opt_in') return undefined;
  const nearest = nearestEffort(wanted, efforts);
  notes.changed(field, `${wanted} became ${nearest}, the nearest this target takes`);
  return nearest;
}

function wantedEffort({ mode, effort, budgetTokens }: Reasoning): string {
  if (mode === 'off') return 'none';
  if (effort !== undefined) return effort;
  if (budgetTokens === undefined) return unsaidEffort;
  return budgetSteps.find(({ upTo }) => budgetTokens <= upTo)?.effort ?? unsaidEffort;
}

/** By distance on the ladder, the weaker of two; an unknown word counts as `medium`. `efforts` is not empty. */
function nearestEffort(wanted: string, efforts: readonly string[]): string {
  const rank = (effort: string): number => ladder.indexOf(ladder.includes(effort) ? effort : unsaidEffort);
  const distance = (effort: string): number => Math.abs(rank(effort) - rank(wanted));
  const thinking = efforts.filter((effort) => effort !== 'none');
  const candidates = wanted === 'none' || thinking.length === 0 ? efforts : thinking;
  const sorted = candidates.toSorted((left, right) => distance(left) - distance(right) || rank(left) - rank(right));
  return sorted[0] ?? wanted;
}
