import { costOf, pricesOfTier, type Target } from '@smart-router/core';
import type { Catalog, ModelGroup } from '@smart-router/config';
import type { Decision } from '@smart-router/relay';
import type { RoutePolicy } from '@smart-router/routing';
import { askAgain, type DecidedRequest } from './ask-again.js';
import { goOn } from './go-on.js';
import { expectOutcome } from './expect-outcome.js';
import type { RehearsedRequest } from './number-tally.js';
import type { PeriodHistory } from './period-history.js';
import type { RehearsedWorld } from './rehearsed-world.js';
import { billedUsage } from './tokens-at.js';
import { whatHappened, type Happened } from './what-happened.js';

/** Where requests are rehearsed. */
export interface RehearsalHouse {
  readonly catalog: Catalog;
  readonly history: PeriodHistory;
  readonly world: RehearsedWorld;
}

/** What came of rehearsing one request. */
export interface RehearsedTurn {
  readonly rehearsed: RehearsedRequest;
  readonly decision: Decision;
  readonly firstThen: string | undefined;
  readonly firstNow: string | undefined;
}

/** Decides one request again, says what is to be expected, and lets the rehearsed world go on by it. */
export async function rehearseRequest(
  request: DecidedRequest,
  { group, policy }: { readonly group: ModelGroup; readonly policy: RoutePolicy | undefined },
  { catalog, history, world }: RehearsalHouse,
): Promise<RehearsedTurn> {
  const happened = whatHappened(request);
  const again = await askAgain(request, { group, policy, world });
  const house = { history, world, happened, maxAttempts: group.retry.maxAttempts };
  const expectations = again.all.map((decision) => expectOutcome(request, decision, house));
  const [firstThen, firstNow] = [request.decision.selectedTarget, again.first.plan[0]?.id];
  const { fault } = again.first;
  const isPolicyFailure = fault?.type === 'routing-policy-error';
  const wasEligible = happened.kind !== 'ineligible';
  const isNewlyIneligible = wasEligible && fault !== undefined && !isPolicyFailure;
  const rehearsed: RehearsedRequest = {
    isChanged: firstThen !== firstNow,
    isNewlyIneligible,
    isNewlyEligible: !wasEligible && fault === undefined,
    isPolicyFailure,
    isNewlyRefused:
      isNewlyIneligible || (wasEligible && isPolicyFailure && request.errorType !== 'routing-policy-error'),
    costThen: request.costNanoUsd === undefined ? undefined : Number(request.costNanoUsd),
    costThenAtNewPrices: costAtNewPrices(request, happened, findTarget(catalog, group, happened.servedBy)),
    latencyMs: happened.kind === 'served' ? request.latencyMs : undefined,
    expectations,
  };
  const turn = { plan: again.first.plan, happened, costNanoUsd: expectations[0]?.costNanoUsd, firstThen, firstNow };
  goOn(request, turn, { history, world });
  return { rehearsed, decision: again.first, firstThen, firstNow };
}

/** What happened, at the prices of the new configuration; `undefined` where it knows the target no more. */
function costAtNewPrices(request: DecidedRequest, { kind }: Happened, target: Target | undefined): number | undefined {
  if (kind !== 'served' || request.costBasis === 'reported' || target === undefined) return undefined;
  const prices = pricesOfTier(target.prices, request.serviceTier);
  const { costNanoUsd } = costOf(billedUsage(request, request.tokens), prices, 'computed');
  return costNanoUsd === undefined ? undefined : Number(costNanoUsd);
}

function findTarget(catalog: Catalog, group: ModelGroup, id: string | undefined): Target | undefined {
  if (id === undefined) return undefined;
  const groups = [group, ...catalog.groups.values()];
  return groups.flatMap(({ targets }) => targets).find((target) => target.id === id);
}
