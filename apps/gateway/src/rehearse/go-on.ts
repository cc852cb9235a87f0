import type { Target } from '@smart-router/core';
import type { DecidedRequest } from './ask-again.js';
import { chanceOf } from './chance.js';
import type { PeriodHistory } from './period-history.js';
import type { RehearsedWorld } from './rehearsed-world.js';
import { whatHappened, type Happened } from './what-happened.js';

/** A request as it was decided again. */
export interface DecidedTurn {
  readonly plan: readonly Pick<Target, 'id'>[];
  readonly happened: Happened;
  readonly costNanoUsd: number | undefined;
  readonly firstThen: string | undefined;
  readonly firstNow: string | undefined;
}

/** Where it goes on. */
export interface GoingHouse {
  readonly history: PeriodHistory;
  readonly world: RehearsedWorld;
}

/** What the rehearsed gateway sees of this request: the attempts that were made, and likely ones in place of others. */
export function goOn(
  request: DecidedRequest,
  { plan, happened, costNanoUsd, firstThen, firstNow }: DecidedTurn,
  { history, world }: GoingHouse,
): void {
  const { conversationKey } = request.decision.shape;
  const chance = chanceOf(`${request.requestId} attempts`);
  let at = request.startedAt;
  let servedNow: string | undefined;
  for (const { id } of happened.kind === 'faulted' ? [] : plan) {
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
    if (!wasPassedOver) observe(request, { id, at, latencyMs, serves, cost: costNanoUsd }, world);
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

/** A request that is not looked at went as it went. */
export function goAlong(request: DecidedRequest, house: GoingHouse): void {
  const happened = whatHappened(request);
  const { selectedTarget: first } = request.decision;
  const plan = [...new Set(request.attempts.map(({ target }) => target))].map((id) => ({ id }));
  goOn(request, { plan, happened, costNanoUsd: costOf(request), firstThen: first, firstNow: first }, house);
}

function costOf({ costNanoUsd }: DecidedRequest): number | undefined {
  return costNanoUsd === undefined ? undefined : Number(costNanoUsd);
}
