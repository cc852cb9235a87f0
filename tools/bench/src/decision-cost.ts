import {
  choosePlan,
  createObservationStore,
  routingOptions,
  type Signals,
  type StrategyName,
} from '@smart-router/routing';
import { benchFacts, benchTarget } from './routing-week/bench-target.js';
import { seededRng } from './routing-week/seeded-rng.js';

// What a decision costs with every strategy, in user CPU and as a ratio to weighted in the same run, for docs/performance.md:
//   node tools/build/bundle.mjs bench-decision-cost && node tools/bench/dist/decision-cost.mjs

const rounds = 15;
const warmUpRounds = 5;
/** Decisions of one round: enough to be timed, at every size about the same work. */
const decisionsOf = (targetCount: number): number => Math.round(100_000 / targetCount);

const strategies: readonly StrategyName[] = ['failover', 'weighted', 'round-robin', 'least-latency', 'dynamic-score'];

const contenders = strategies.map((strategy) => ({
  strategy,
  options: { ...routingOptions.parse({ strategy }), strategy },
}));

process.stdout.write(
  '| strategy | 10 targets, µs | ratio | 100 targets, µs | ratio |\n| --- | --: | --: | --: | --: |\n',
);
const [ten, hundred] = [measure(10), measure(100)];
for (const { strategy } of contenders) {
  const cells = [ten, hundred].flatMap((of) => {
    const [own, base] = [of.get(strategy) ?? NaN, of.get('weighted') ?? NaN];
    return [rounded(own), rounded(own / base)];
  });
  process.stdout.write(`| ${[strategy, ...cells].join(' | ')} |\n`);
}

function rounded(number: number): string {
  return number.toFixed(number < 10 ? 1 : 0);
}

/** Microseconds of user CPU a decision, medians of interleaved rounds. */
function measure(targetCount: number): ReadonlyMap<StrategyName, number> {
  const targets = Array.from({ length: targetCount }, (_, index) =>
    benchTarget(`p/t${index}`, {
      inputMicroUsdPerMillion: (index + 1) * 1e5,
      outputMicroUsdPerMillion: (index + 1) * 4e5,
    }),
  );
  const decide = openDecisions(targets.map(({ id }) => id));
  const times = new Map(strategies.map((name): [StrategyName, number[]] => [name, []]));
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const { strategy, options } of contenders) {
      const count = decisionsOf(targetCount);
      const start = process.cpuUsage();
      for (let index = 0; index < count; index += 1) decide((signals) => choosePlan(targets, options, signals));
      const us = process.cpuUsage(start).user / count;
      if (round >= 0) times.get(strategy)?.push(us);
    }
  }
  return new Map([...times].map(([name, found]) => [name, median(found)]));
}

/** Every target was observed for ten minutes; a thousand requests a second ask for them. */
function openDecisions(ids: readonly string[]): (choose: (signals: Signals) => unknown) => void {
  const observations = createObservationStore();
  const rng = seededRng(1);
  const end = {
    ...{ errorClass: undefined, firstTokenMs: undefined, queueWaitMs: 0, isWarm: false, costNanoUsd: 1_000n },
  };
  const tokens = { inputTokens: 1_500, cachedInputTokens: 0, outputTokens: 400 };
  for (let atMs = 0; atMs < 600_000; atMs += 1_000)
    for (const targetId of ids)
      observations.record({ ...end, ...tokens, targetId, latencyMs: 1_000 + 2_000 * rng() }, atMs);
  let nowMs = 600_000;
  return (choose) => {
    nowMs += 1;
    choose({ rng, nowMs, facts: benchFacts, observations, lastFirst: () => 1, warmTarget: undefined });
  };
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? NaN;
}
