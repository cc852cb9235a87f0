import type { CandidateRecord, FilterReason } from '@smart-router/core';
import type { Draws } from './draws.js';
import type { Incidents } from './incidents.js';
import type { Group, Target } from './models.js';
import type { Ask } from './sessions.js';

/** The targets of a group as a request found them. */
export interface Choice {
  /** Those that could serve it, in the order they are asked. */
  readonly plan: readonly Target[];
  readonly candidates: readonly CandidateRecord[];
  /** In millionths; `undefined` where nothing was drawn. */
  readonly drawPerMillion: number | undefined;
}

/** Chooses targets for a request, as its group is configured at that time. */
export function chooseTargets(ask: Ask, group: Group, { draws, incidents }: ChoosingHouse): Choice {
  const offered = group.targets.filter(({ isCanary }) => isCanary !== true || ask.startedAt >= incidents.canaryFrom);
  const judged = offered.map(({ target, weight }) => ({ target, weight, reasons: reasonsOf(ask, target) }));
  const eligible = judged.filter(({ reasons }) => reasons.length === 0);
  const drawPerMillion = group.strategy === 'weighted' && eligible.length > 1 ? draws.whole(0, 999_999) : undefined;
  const first = drawPerMillion === undefined ? undefined : byWeight(eligible, drawPerMillion);
  const rest = eligible.filter((each) => each !== first);
  const all = [...(first === undefined ? [] : [first]), ...rest].map(({ target }) => target);
  const plan = group.strategy === 'static' ? all.slice(0, 1) : all;
  return { plan, drawPerMillion, candidates: judged.map((each, index) => candidateOf(ask, each, { index, plan })) };
}

/** What a choice depends on. */
export interface ChoosingHouse {
  readonly draws: Draws;
  readonly incidents: Incidents;
}

interface Judged {
  readonly target: Target;
  readonly weight: number;
  readonly reasons: readonly FilterReason[];
}

function reasonsOf(ask: Ask, target: Target): readonly FilterReason[] {
  const { input, cachedInput = 0, cacheWrite5m = 0, output } = ask.tokens;
  return [
    ...(ask.imageCount > 0 && !target.readsImages ? (['modality'] as const) : []),
    ...(input + cachedInput + cacheWrite5m + output > target.contextTokens ? (['context'] as const) : []),
  ];
}

function byWeight(eligible: readonly Judged[], drawPerMillion: number): Judged | undefined {
  const whole = eligible.reduce((sum, { weight }) => sum + weight, 0);
  let left = (whole * drawPerMillion) / 1e6;
  return eligible.find(({ weight }) => (left -= weight) < 0);
}

function candidateOf(
  ask: Ask,
  { target: { target, provider, model, dialect }, weight, reasons }: Judged,
  { index, plan }: { readonly index: number; readonly plan: readonly Target[] },
): CandidateRecord {
  const place = plan.findIndex((each) => each.target === target);
  return {
    ...{ number: index + 1, target, provider, model, dialect, weight, reasons },
    place: place < 0 ? undefined : place + 1,
    lostFieldCount: dialect === ask.dialect ? undefined : 0,
    score: undefined,
  };
}
