import { createObservationStore } from '@smart-router/routing';
import type { Target } from '@smart-router/core';
import { cachedPriceShare, costUsd, playAttempt } from './attempt.js';
import { benchFacts, benchTarget } from './bench-target.js';
import type { Contender } from './contenders.js';
import { foundShare, openConversations, singleQuestion, type Turn } from './conversations.js';
import { lossUsd, type Served } from './loss.js';
import { openEnds } from './open-ends.js';
import { seededRng } from './seeded-rng.js';
import type { Condition, SimulatedTarget } from './world.js';

/** What a contender lost in a week. */
export interface WeekResult {
  readonly name: string;
  /** Loss by hour of the week, in USD. */
  readonly lossByHour: readonly number[];
  readonly requests: number;
  readonly unserved: number;
  readonly costUsd: number;
  readonly waitSeconds: number;
  /** First places by target, in the whole week. */
  readonly firsts: ReadonlyMap<string, number>;
}

/** What a week is played with; the same seed gives the same questions and the same luck to every contender. */
export interface Week {
  readonly targets: readonly SimulatedTarget[];
  readonly requestsPerSecond: number;
  readonly seed: number;
  readonly talk: 'questions' | 'conversations';
}

const weekMs = 7 * 24 * 3_600_000;
const hourMs = 3_600_000;
const maxAttempts = 3;

/** Plays a week of requests with one contender. */
export function playWeek(week: Week, contender: Contender): WeekResult {
  const lossByHour = new Array<number>(7 * 24).fill(0);
  const firsts = new Map<string, number>();
  const sums = { requests: 0, unserved: 0, costUsd: 0, waitSeconds: 0 };
  const group = openGroup(week);
  const nextTurn = week.talk === 'conversations' ? openConversations() : singleQuestion;
  const times = seededRng(week.seed);
  for (let nowMs = nextMs(0, week, times); nowMs < weekMs; nowMs = nextMs(nowMs, week, times)) {
    sums.requests += 1;
    const luck = seededRng(week.seed * 1_000_003 + sums.requests);
    const turn = nextTurn(luck);
    const plan = group.order(contender, turn, nowMs);
    const first = plan[0]?.id ?? '';
    firsts.set(first, (firsts.get(first) ?? 0) + 1);
    const served = group.ask(plan, turn, nowMs, luck);
    const { question, waitMs, by, cachedTokens } = served;
    const hour = Math.floor(nowMs / hourMs);
    lossByHour[hour] = (lossByHour[hour] ?? 0) + lossUsd(served);
    sums.waitSeconds += waitMs / 1_000;
    sums.costUsd += by === undefined ? 0 : costUsd(by, question, cachedTokens);
    sums.unserved += by === undefined ? 1 : 0;
  }
  return { name: contender.name, lossByHour, firsts, ...sums };
}

/** The next request, with three times the traffic by day as by night. */
function nextMs(nowMs: number, { requestsPerSecond }: Week, rng: () => number): number {
  const byDay = 1 - 0.5 * Math.cos((2 * Math.PI * nowMs) / (24 * hourMs));
  return nowMs + (-Math.log(1 - rng()) * 1_000) / (requestsPerSecond * byDay);
}

interface Group {
  order(contender: Contender, turn: Turn, nowMs: number): readonly Target[];
  ask(plan: readonly Target[], turn: Turn, startMs: number, luck: () => number): Served;
}

function openGroup({ targets, seed }: Week): Group {
  const ends = openEnds(createObservationStore());
  const chance = seededRng(seed + 77);
  const turns = openTurns();
  const loads = new Map(targets.map((target) => [target.id, openLoad(target.perSecond)]));
  const priced = openPriceList();
  const byId = new Map(targets.map((target) => [target.id, target]));
  return {
    order(contender, { question, conversation }, nowMs) {
      ends.until(nowMs);
      const hour = nowMs / hourMs;
      const candidates = targets
        .filter(({ joinsAtHour }) => hour >= joinsAtHour)
        .map((target) => priced(target.id, target.at(hour)));
      const facts = { ...benchFacts, estimatedInputTokens: Math.round(question.inputTokens) };
      const warmTarget = contender.affinity === 'told' ? conversation?.lastTarget : undefined;
      const signals = {
        ...{ rng: chance, nowMs, facts, observations: ends.observations, lastFirst: turns.last, warmTarget },
      };
      const plan = contender.order(candidates, signals);
      turns.note(plan[0]?.id ?? '');
      return plan;
    },
    ask(plan, { question, conversation }, startMs, luck) {
      let waitMs = 0;
      for (const { id } of plan.slice(0, maxAttempts)) {
        const target = byId.get(id);
        if (target === undefined) throw new Error(`${id} should be a target`);
        const condition = target.at((startMs + waitMs) / hourMs);
        const end = playAttempt(condition, loads.get(id)?.add(startMs + waitMs) ?? 0, luck);
        waitMs += end.latencyMs;
        const isWarm = conversation?.lastTarget === id;
        const cachedTokens = isWarm ? foundShare * conversation.promptTokens : 0;
        ends.add({ ...question, targetId: id, end, isWarm, cachedTokens }, startMs + waitMs);
        if (end.errorClass !== undefined) continue;
        if (conversation !== undefined)
          Object.assign(conversation, { promptTokens: question.inputTokens, lastTarget: id });
        return { question, waitMs, by: condition, cachedTokens };
      }
      return { question, waitMs, by: undefined, cachedTokens: 0 };
    },
  };
}

/** A target is made anew when its price changes, as a new configuration would make it. */
function openPriceList(): (id: string, condition: Condition) => Target {
  const known = new Map<string, Target>();
  return (id, { inputUsd, outputUsd }) => {
    const key = `${id} ${inputUsd} ${outputUsd}`;
    const prices = {
      inputMicroUsdPerMillion: inputUsd * 1e6,
      cachedInputMicroUsdPerMillion: inputUsd * 1e6 * cachedPriceShare,
      outputMicroUsdPerMillion: outputUsd * 1e6,
    };
    const target = known.get(key) ?? benchTarget(id, prices);
    known.set(key, target);
    return target;
  };
}

function openTurns(): { last(id: string): number | undefined; note(id: string): void } {
  const atById = new Map<string, number>();
  let count = 0;
  return {
    last: (id) => {
      const at = atById.get(id);
      return at === undefined ? undefined : count - at;
    },
    note: (id) => {
      atById.set(id, count);
      count += 1;
    },
  };
}

/** Attempts a second, fading over a minute, as a share of what is borne. */
function openLoad(perSecond: number): { add(nowMs: number): number } {
  const fadeMs = 60_000;
  let rate = 0;
  let lastMs = 0;
  return {
    add(nowMs) {
      rate = rate * Math.exp(-Math.max(0, nowMs - lastMs) / fadeMs) + 1_000 / fadeMs;
      lastMs = Math.max(lastMs, nowMs);
      return rate / perSecond;
    },
  };
}
