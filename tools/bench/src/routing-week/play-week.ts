import { createObservationStore, type ObservationStore } from '@smart-router/routing';
import type { Observations, Observed, Target } from '@smart-router/core';
import { costUsd, playAttempt, type Question, type SimulatedEnd } from './attempt.js';
import { benchFacts, benchTarget } from './bench-target.js';
import type { Contender } from './contenders.js';
import { lossUsd } from './loss.js';
import { logNormal, seededRng } from './seeded-rng.js';
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
  const times = seededRng(week.seed);
  for (let nowMs = nextMs(0, week, times); nowMs < weekMs; nowMs = nextMs(nowMs, week, times)) {
    sums.requests += 1;
    const luck = seededRng(week.seed * 1_000_003 + sums.requests);
    const question = { inputTokens: logNormal(1_500, 0.6, luck), outputTokens: logNormal(400, 0.4, luck) };
    const plan = group.order(contender, question, nowMs);
    const first = plan[0]?.id ?? '';
    firsts.set(first, (firsts.get(first) ?? 0) + 1);
    const { waitMs, by } = group.ask(plan, question, nowMs, luck);
    const hour = Math.floor(nowMs / hourMs);
    lossByHour[hour] = (lossByHour[hour] ?? 0) + lossUsd({ question, waitMs, by });
    sums.waitSeconds += waitMs / 1_000;
    sums.costUsd += by === undefined ? 0 : costUsd(by, question);
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
  order(contender: Contender, question: Question, nowMs: number): readonly Target[];
  ask(
    plan: readonly Target[],
    question: Question,
    startMs: number,
    luck: () => number,
  ): { waitMs: number; by: Condition | undefined };
}

function openGroup({ targets, seed }: Week): Group {
  const ends = openEnds(createObservationStore());
  const chance = seededRng(seed + 77);
  const turns = openTurns();
  const loads = new Map(targets.map((target) => [target.id, openLoad(target.perSecond)]));
  const priced = openPriceList();
  const byId = new Map(targets.map((target) => [target.id, target]));
  return {
    order(contender, { inputTokens }, nowMs) {
      ends.until(nowMs);
      const hour = nowMs / hourMs;
      const candidates = targets
        .filter(({ joinsAtHour }) => hour >= joinsAtHour)
        .map((target) => priced(target.id, target.at(hour)));
      const facts = { ...benchFacts, estimatedInputTokens: Math.round(inputTokens) };
      const signals = {
        ...{ rng: chance, nowMs, facts, observations: ends.observations, lastFirst: turns.last, warmTarget: undefined },
      };
      const plan = contender.order(candidates, signals);
      turns.note(plan[0]?.id ?? '');
      return plan;
    },
    ask(plan, question, startMs, luck) {
      let waitMs = 0;
      for (const { id } of plan.slice(0, maxAttempts)) {
        const target = byId.get(id);
        if (target === undefined) throw new Error(`${id} should be a target`);
        const condition = target.at((startMs + waitMs) / hourMs);
        const end = playAttempt(condition, loads.get(id)?.add(startMs + waitMs) ?? 0, luck);
        waitMs += end.latencyMs;
        ends.add(id, end, startMs + waitMs, question);
        if (end.errorClass === undefined) return { waitMs, by: condition };
      }
      return { waitMs, by: undefined };
    },
  };
}

/** A target is made anew when its price changes, as a new configuration would make it. */
function openPriceList(): (id: string, condition: Condition) => Target {
  const known = new Map<string, Target>();
  return (id, { inputUsd, outputUsd }) => {
    const key = `${id} ${inputUsd} ${outputUsd}`;
    const prices = { inputMicroUsdPerMillion: inputUsd * 1e6, outputMicroUsdPerMillion: outputUsd * 1e6 };
    const target = known.get(key) ?? benchTarget(id, prices);
    known.set(key, target);
    return target;
  };
}

/** Attempts that end later are observed then, by the second. */
function openEnds(store: ObservationStore): {
  add(targetId: string, end: SimulatedEnd, endMs: number, question: Question): void;
  until(nowMs: number): void;
  readonly observations: Observations;
} {
  const bySecond = new Map<number, (() => void)[]>();
  let reached = 0;
  return {
    add(targetId, { errorClass, latencyMs }, endMs, { inputTokens, outputTokens }) {
      const second = Math.ceil(endMs / 1_000);
      const record = (): void => {
        const tokens = { inputTokens, cachedInputTokens: 0, outputTokens: errorClass === undefined ? outputTokens : 0 };
        const nothing = { firstTokenMs: undefined, queueWaitMs: 0, isWarm: false, costNanoUsd: undefined };
        store.record({ targetId, errorClass, latencyMs, ...tokens, ...nothing }, endMs);
      };
      bySecond.set(second, [...(bySecond.get(second) ?? []), record]);
    },
    until(nowMs) {
      for (const now = Math.floor(nowMs / 1_000); reached <= now; reached += 1) {
        for (const record of bySecond.get(reached) ?? []) record();
        bySecond.delete(reached);
      }
    },
    observations: keepFor(20_000, store),
  };
}

/** A week has many requests: what was observed is read anew every so often only, as busy routers do within 250 ms. */
function keepFor(keptMs: number, observations: Observations): Observations {
  const kept = new Map<string, { readonly atMs: number; readonly observed: Observed | undefined }>();
  return {
    of(targetId, windowMs, nowMs) {
      const key = `${targetId} ${windowMs}`;
      const known = kept.get(key);
      if (known !== undefined && nowMs < known.atMs + keptMs) return known.observed;
      const observed = observations.of(targetId, windowMs, nowMs);
      kept.set(key, { atMs: nowMs, observed });
      return observed;
    },
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
