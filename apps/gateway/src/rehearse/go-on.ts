import type { Rng, Target } from '@smart-router/core';
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

/** Lets the rehearsed world go on by a request that was decided again. */
export function goOn(
  request: DecidedRequest,
  { firstThen, firstNow, ...turn }: DecidedTurn,
  { history, world }: GoingHouse,
): void {
  const { at, servedNow } = seeAttempts(request, turn, { history, world });
  const { conversationKey } = request.decision.shape;
  const { servedBy } = turn.happened;
  world.note({ group: request.group ?? '', conversationKey, servedBy, at, firstThen, firstNow, servedNow });
}

/** A request that is not looked at went as it went: of its targets the world sees all the same what they did. */
export function goAlong(request: DecidedRequest, house: GoingHouse): void {
  const plan = [...new Set(request.attempts.map(({ target }) => target))].map((id) => ({ id }));
  const { costNanoUsd } = request;
  const cost = costNanoUsd === undefined ? undefined : Number(costNanoUsd);
  seeAttempts(request, { plan, happened: whatHappened(request), costNanoUsd: cost }, house);
}

/** What the rehearsed gateway sees of this request: the attempts that were made, and likely ones in place of others. */
function seeAttempts(
  request: DecidedRequest,
  { plan, happened, costNanoUsd }: Omit<DecidedTurn, 'firstThen' | 'firstNow'>,
  { history, world }: GoingHouse,
): { readonly at: number; readonly servedNow: string | undefined } {
  const chance = chanceOf(`${request.requestId} attempts`);
  let at = request.startedAt;
  if (happened.kind === 'faulted') return { at, servedNow: undefined };
  for (const { id } of plan) {
    const outcome = happened.outcomeAt(id);
    const isTried = outcome !== 'untried';
    const serves = isTried ? outcome === 'served' : chance() >= history.failureRate(id, request.startedAt);
    const latencyMs = isTried ? happened.spentMsAt(id) : likelyMs(request, { id, serves, chance, history });
    at += latencyMs;
    const wasPassedOver = outcome === 'failed' && latencyMs === 0;
    if (!wasPassedOver) observe(request, { id, at, latencyMs, serves, cost: costNanoUsd }, world);
    if (serves) return { at, servedNow: id };
  }
  return { at, servedNow: undefined };
}

interface LikelyAttempt {
  readonly id: string;
  readonly serves: boolean;
  readonly chance: Rng;
  readonly history: PeriodHistory;
}

function likelyMs(request: DecidedRequest, { id, serves, chance, history }: LikelyAttempt): number {
  if (!serves) return history.failedMs(id);
  const like = { stream: request.stream, outputTokens: request.tokens.output };
  return history.servedDurations(id, like)?.quantile(chance()) ?? request.latencyMs;
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
