import { totalInputTokens } from '@smart-router/core';
import type { StoredRequest } from '@smart-router/usage-storage';
import { foundOrMade } from './found-or-made.js';
import { remember } from './remember.js';
import { whatHappened } from './what-happened.js';

/** What the answers of a group were like over a period. */
export interface GroupPast {
  estimated: number;
  input: number;
  output: number;
  answers: number;
  /** Of answers by the target that served the conversation before, and by another. */
  readonly warm: InputSum;
  readonly cold: InputSum;
  readonly byTarget: Map<string, InputSum>;
}

interface InputSum {
  input: number;
  cached: number;
}

/** Adds the answer of a request, where it had one, to its group. */
export function noteGroup(
  groups: Map<string, GroupPast>,
  lastTargets: Map<string, string>,
  request: StoredRequest,
): void {
  const { tokens, estimatedInputTokens, decision } = request;
  const { kind, servedBy } = whatHappened(request);
  const input = totalInputTokens(tokens);
  if (kind !== 'served' || servedBy === undefined || input === undefined || tokens.output === undefined) return;
  const past = foundOrMade(groups, request.group ?? '', newGroup);
  past.estimated += estimatedInputTokens;
  past.input += input;
  past.output += tokens.output;
  past.answers += 1;
  const sums = [foundOrMade(past.byTarget, servedBy, noInput)];
  const key = decision?.shape.conversationKey;
  const last = key === undefined ? undefined : lastTargets.get(key);
  if (last !== undefined) sums.push(last === servedBy ? past.warm : past.cold);
  for (const sum of sums) {
    sum.input += input;
    sum.cached += tokens.cachedInput ?? 0;
  }
  if (key !== undefined) remember(lastTargets, key, servedBy);
}

/** How many input tokens came of an estimated one, and how long answers are. */
export function sizesOf(past: GroupPast | undefined): {
  readonly inputPerEstimate: number;
  readonly outputTokens: number;
} {
  if (past === undefined || past.answers === 0 || past.estimated === 0) return { inputPerEstimate: 1, outputTokens: 0 };
  return { inputPerEstimate: past.input / past.estimated, outputTokens: past.output / past.answers };
}

/** The share of input that came from a cache; `undefined` where there was none. */
export function cachedShare(sum: InputSum | undefined): number | undefined {
  return sum === undefined || sum.input === 0 ? undefined : sum.cached / sum.input;
}

function newGroup(): GroupPast {
  return { estimated: 0, input: 0, output: 0, answers: 0, warm: noInput(), cold: noInput(), byTarget: new Map() };
}

function noInput(): InputSum {
  return { input: 0, cached: 0 };
}
