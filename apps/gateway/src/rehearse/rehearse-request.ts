import { costOf, pricesOfTier, type Target } from '@smart-router/core';
import type { Catalog, ModelGroup } from '@smart-router/config';
import type { Decision } from '@smart-router/relay';
import type { RoutePolicy } from '@smart-router/routing';
import { askAgain, type DecidedRequest } from './ask-again.js';
import { chanceOf } from './chance.js';
import { expectOutcome, type Expectation } from './expect-outcome.js';
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
  const rehearsed: RehearsedRequest = {
    isChanged: firstThen !== firstNow,
    isNewlyIneligible: happened.kind !== 'ineligible' && fault !== undefined && !isPolicyFailure,
    isNewlyEligible: happened.kind === 'ineligible' && fault === undefined,
    isPolicyFailure,
    costThen: request.costNanoUsd === undefined ? undefined : Number(request.costNanoUsd),
    costThenAtNewPrices: costAtNewPrices(request, happened, findTarget(catalog, group, happened.servedBy)),
    latencyMs: happened.kind === 'served' ? request.latencyMs : undefined,
    expectations,
  };
  goOn(
    request,
    { decision: again.first, happened, expectation: expectations[0], firstThen, firstNow },
    { history, world },
  );
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

interface Gone {
  readonly decision: Decision;
  readonly happened: Happened;
  readonly expectation: Expectation | undefined;
  readonly firstThen: string | undefined;
  readonly firstNow: string | undefined;
}

/** What the rehearsed gateway sees of this request: the attempts that were made, and likely ones in place of others. */
function goOn(
  request: DecidedRequest,
  { decision, happened, expectation, firstThen, firstNow }: Gone,
  { history, world }: Pick<RehearsalHouse, 'history' | 'world'>,
): void {
  const { conversationKey } = request.decision.shape;
  const chance = chanceOf(`${request.requestId} attempts`);
  let at = request.startedAt;
  let servedNow: string | undefined;
  for (const { id } of happened.kind === 'faulted' ? [] : decision.plan) {
    const outcome = happened.outcomeAt(id);
    const serves =
      outcome === 'untried' ? chance() >= history.failureRate(id, request.startedAt) : outcome === 'served';
    const like = { stream: request.stream, outputTokens: request.tokens.output };
    const latencyMs =
      outcome === 'untried'
        ? ((serves ? history.servedDurations(id, like)?.quantile(chance()) : history.failedMs(id)) ?? request.latencyMs)
        : happened.spentMsAt(id);
    at += latencyMs;
    const wasPassedOver = outcome === 'failed' && latencyMs === 0;
    if (!wasPassedOver) observe(request, { id, at, latencyMs, serves, cost: expectation?.costNanoUsd }, world);
    if (!serves) continue;
    servedNow = id;
    break;
  }
  const { servedBy } = happened;
  world.note({ group: request.group ?? '', conversationKey, servedBy, at, firstThen, firstNow, servedNow });
}

function observe(
  { attempts, tokens, decision }: DecidedRequest,
  end: {
    readonly id: string;
    readonly at: number;
    readonly latencyMs: number;
    readonly serves: boolean;
    readonly cost: number | undefined;
  },
  world: RehearsedWorld,
): void {
  const real = attempts.find(({ target }) => target === end.id);
  const { input = 0, cachedInput, cacheWrite5m = 0, cacheWrite1h = 0, output } = tokens;
  const isTold = end.serves && output !== undefined;
  world.observe(
    {
      ...{ targetId: end.id, latencyMs: end.latencyMs, queueWaitMs: 0, firstTokenMs: real?.firstTokenMs },
      errorClass: end.serves ? undefined : (real?.errorClass ?? 'server_error'),
      inputTokens: isTold ? input + (cachedInput ?? 0) + cacheWrite5m + cacheWrite1h : undefined,
      cachedInputTokens: isTold ? cachedInput : undefined,
      outputTokens: isTold ? output : undefined,
      isWarm: world.isWarm(end.id, decision.shape.conversationKey),
      costNanoUsd: isTold && end.cost !== undefined ? BigInt(Math.round(end.cost)) : undefined,
    },
    end.at,
  );
}
