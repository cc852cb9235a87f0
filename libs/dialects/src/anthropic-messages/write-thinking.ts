import type { ReasoningCapability } from '@smart-router/core';
import type { WriteTarget } from '../dialect.js';
import { objectOf, type WireObject } from '../json/guards.js';
import type { NeutralAsk, Reasoning } from '../neutral/ask.js';
import { callerFields } from '../neutral/caller-fields.js';
import type { Notes } from '../notes.js';
import { budgetOfEffort, effortOfBudget, nearestEffort } from './thinking-scale.js';
import type { WireMessage } from './write-turns.js';

/** The API's own least budget, see https://docs.anthropic.com/en/docs/build-with-claude/extended-thinking */
const leastBudgetTokens = 1024;

/** What writing the reasoning wish needs beside it. */
export interface ThinkingContext {
  readonly ask: NeutralAsk;
  readonly target: WriteTarget;
  readonly maxTokens: number;
  readonly messages: readonly WireMessage[];
  readonly notes: Notes;
}

/** How the wish is sent. */
export interface WrittenThinking {
  readonly thinking?: WireObject;
  /** Part of `output_config`. */
  readonly effort?: string;
}

/** The reasoning wish in the way the target declares; what stands against thinking switches it off, with a note. */
export function writeThinking(context: ThinkingContext): WrittenThinking {
  const { reasoning, from } = context.ask;
  const capability = context.target.capabilities.reasoning;
  if (reasoning === undefined) return {};
  const field = callerFields[from].reasoning;
  const off = reasoning.mode === 'off' || reasoning.effort === 'none';
  if (capability === undefined) {
    if (!off) context.notes.dropped(field, 'the target declares no reasoning');
    return {};
  }
  const obstacle = off ? undefined : obstacleOf(context, capability);
  if (obstacle !== undefined) context.notes.dropped(field, obstacle);
  if (off || obstacle !== undefined) return switchOff(capability, field, context.notes);
  return switchOn(reasoning, capability, context);
}

function switchOff(capability: ReasoningCapability, field: string, notes: Notes): WrittenThinking {
  if (capability.mode === 'opt_in') return capability.control === 'effort' ? {} : { thinking: { type: 'disabled' } };
  notes.dropped(field, 'the target always reasons');
  return {};
}

function switchOn(reasoning: Reasoning, capability: ReasoningCapability, context: ThinkingContext): WrittenThinking {
  const display = writeDisplay(reasoning, capability);
  switch (capability.control) {
    case 'effort':
      return writeEffort(reasoning, capability, context);
    case 'adaptive':
      return { thinking: { type: 'adaptive', ...display }, ...writeEffort(reasoning, capability, context) };
    case 'budget':
      return { thinking: { type: 'enabled', budget_tokens: budgetOf(reasoning, capability, context), ...display } };
  }
}

function writeDisplay({ show }: Reasoning, { summaries }: ReasoningCapability): WireObject {
  return show === undefined || !summaries ? {} : { display: show ? 'summarized' : 'omitted' };
}

function writeEffort(
  { effort, budgetTokens }: Reasoning,
  { efforts }: ReasoningCapability,
  { ask, notes }: ThinkingContext,
): WrittenThinking {
  const wanted = effort ?? (budgetTokens === undefined ? undefined : effortOfBudget(budgetTokens));
  if (wanted === undefined) return {};
  const nearest = nearestEffort(wanted, efforts);
  const field = callerFields[ask.from].reasoning;
  if (nearest === undefined) notes.dropped(field, 'the target takes no effort');
  else if (nearest !== wanted) notes.changed(field, `effort ${wanted} became ${nearest}, the nearest the target takes`);
  return nearest === undefined ? {} : { effort: nearest };
}

function budgetOf(reasoning: Reasoning, capability: ReasoningCapability, context: ThinkingContext): number {
  const wanted = reasoning.budgetTokens ?? budgetOfEffort(reasoning.effort, context.maxTokens);
  const [least, most] = budgetRange(capability, context.maxTokens);
  const budget = Math.min(Math.max(wanted, least), most);
  if (reasoning.budgetTokens !== undefined && budget !== wanted) {
    const field = callerFields[context.ask.from].reasoning;
    context.notes.changed(field, `the budget of ${wanted} tokens became ${budget}, which the target and the cap allow`);
  }
  return budget;
}

/** A budget must leave at least one token of the cap to the answer. */
function budgetRange(capability: ReasoningCapability, maxTokens: number): readonly [number, number] {
  const least = Math.max(leastBudgetTokens, capability.minBudgetTokens ?? 0);
  return [least, Math.min(capability.maxBudgetTokens ?? maxTokens, maxTokens - 1)];
}

/**
 * What the API refuses together with thinking.
 * @see https://docs.anthropic.com/en/docs/build-with-claude/extended-thinking#extended-thinking-with-tool-use
 */
function obstacleOf(
  { ask, maxTokens, messages }: ThinkingContext,
  capability: ReasoningCapability,
): string | undefined {
  if (capability.control === 'effort') return undefined;
  const forced = ask.toolChoice?.kind === 'required' || ask.toolChoice?.kind === 'named';
  const offers = ask.tools.length > 0 || ask.webSearch !== undefined;
  if (forced && offers) return 'thinking cannot be combined with a forced tool choice';
  if (messages.at(-1)?.role === 'assistant') return 'thinking cannot be combined with a prefilled answer';
  if (capability.control === 'adaptive') return undefined;
  const [least, most] = budgetRange(capability, maxTokens);
  if (least > most) return `the output cap of ${maxTokens} leaves no room for thinking`;
  return lacksThinking(messages) ? 'the thinking before the last tool calls is not at hand' : undefined;
}

/** Whether a tool call since the user last spoke has no thinking before it; other ways than a budget do not mind. */
function lacksThinking(messages: readonly WireMessage[]): boolean {
  const spoke = messages.findLastIndex(
    (message) => message.role === 'user' && typeOf(message.content[0]) !== 'tool_result',
  );
  return messages
    .slice(spoke + 1)
    .some(({ role, content }) => role === 'assistant' && !/^(redacted_)?thinking$/.test(typeOf(content[0])));
}

function typeOf(block: unknown): string {
  return String(objectOf(block)['type']);
}
