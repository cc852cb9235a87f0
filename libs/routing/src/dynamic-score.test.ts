import type { AskFacts, Observed, Prices, Target, TermScore } from '@smart-router/core';
import fc from 'fast-check';
import { dynamicScoreStrategy } from './dynamic-score.js';
import { observations, anyObserved, observed } from './observed-kit.laws.js';
import { routingOptions } from './options.js';
import type { Ordered, Signals } from './strategy.js';
import { plainFacts, seededRng, signals, target } from './target-kit.laws.js';

type Seen = Readonly<Record<string, Observed | undefined>>;

interface Question {
  readonly seen?: Seen;
  readonly settings?: object;
  readonly given?: Partial<Signals>;
}

function priced(id: string, usd: number, change: Partial<Target> = {}): Target {
  const prices: Prices = { inputMicroUsdPerMillion: usd * 1e6, outputMicroUsdPerMillion: 4 * usd * 1e6 };
  return { ...target(id), prices, ...change };
}

function ask(candidates: readonly Target[], { seen = {}, settings = {}, given = {} }: Question = {}): Ordered {
  const options = routingOptions.parse({ strategy: 'dynamic-score', dynamic_score: settings });
  return dynamicScoreStrategy.order(candidates, signals({ observations: observations(seen), ...given }), options);
}

const one = (expression: string) => ({
  max_score_adjustment_percent: 100,
  score_terms: [{ name: 'only', expression }],
});
const scoreOf = (ordered: Ordered, id: string): TermScore | undefined => {
  const score = ordered.scores?.get(id);
  return score?.kind === 'term' ? score : undefined;
};
const idsOf = ({ targets }: Ordered) => targets.map(({ id }) => id);
const firstIds = (candidates: readonly Target[], question: Question, draws = 400) => {
  const rng = seededRng(3);
  return Array.from(
    { length: draws },
    () => ask(candidates, { ...question, given: { rng, ...question.given } }).targets[0]?.id,
  );
};

const cheap = priced('cheap', 1);
const dear = priced('dear', 2);
const both = { cheap: observed(), dear: observed() };

describe('dynamic-score', () => {
  it('scores each target by the term that is for it, and shares traffic by that', () => {
    const ordered = ask([cheap, dear], { seen: both, settings: one('cost') });
    expect(scoreOf(ordered, 'cheap')).toMatchObject({ live: 1, term: 'only', observationCount: 100 });
    // (1 + 0.05 · 2) / (2 + 0.05 · 2) of the score, and the fourth power of that of the traffic.
    expect(scoreOf(ordered, 'dear')?.live).toBeCloseTo(1.1 / 2.1);
    expect(scoreOf(ordered, 'dear')?.final).toBeCloseTo((1.1 / 2.1) ** 4 / (1 + (1.1 / 2.1) ** 4));
    expect(ordered.isColdStart).toBe(false);
  });

  it('puts targets first as often as their final scores say', () => {
    const question = { seen: both, settings: { ...one('cost'), max_score_adjustment_percent: 70 } };
    const expected = scoreOf(ask([cheap, dear], question), 'dear')?.final ?? 0;
    const firsts = firstIds([cheap, dear], question, 4_000);
    expect(firsts.filter((id) => id === 'dear').length / firsts.length).toBeCloseTo(expected, 1);
    expect(expected).toBeGreaterThan(0.15);
  });

  it('lets the first term count that is for the request and for the target', () => {
    const settings = {
      score_terms: [
        { name: 'hard', when: { complexity_gte: 'complex' }, expression: 'eval_quality' },
        { name: 'tagged', require_tags: ['eu', 'fast'], expression: 'latency' },
        { name: 'easy', when: { complexity_lte: 'simple' }, expression: 'cost' },
      ],
    };
    const tagged = priced('dear', 2, { tags: ['fast', 'eu', 'x'] });
    const termsFor = (facts: AskFacts): readonly unknown[] => {
      const ordered = ask([cheap, tagged], { seen: both, settings, given: { facts } });
      return [scoreOf(ordered, 'cheap')?.term, scoreOf(ordered, 'dear')?.term];
    };
    const facts = (estimatedInputTokens: number, toolCount = 0): AskFacts => ({
      ...plainFacts,
      estimatedInputTokens,
      toolCount,
    });
    expect(termsFor(facts(20))).toEqual(['easy', 'tagged']);
    expect(termsFor({ ...facts(60_000, 20), outputCap: 16_000 })).toEqual(['hard', 'hard']);
    expect(termsFor({ ...facts(2_000, 3), outputCap: 1_000 })).toEqual([undefined, 'tagged']);
  });

  it('goes by weights until enough is observed of a target, and says so', () => {
    const few = { cheap: observed({ count: 19 }), dear: undefined };
    const ordered = ask([cheap, { ...dear, weight: 3 }], { seen: few, settings: one('cost') });
    expect(ordered.isColdStart).toBe(true);
    expect(scoreOf(ordered, 'dear')).toMatchObject({
      final: 0.75,
      live: undefined,
      term: undefined,
      observationCount: 0,
    });
    const half = ask([cheap, dear], { seen: { cheap: observed({ count: 20 }) }, settings: one('cost') });
    expect(half.isColdStart).toBe(false);
    expect(scoreOf(half, 'dear')).toMatchObject({ final: 0.5, live: undefined });
  });

  it('explores who is unknown with every fifth request, where it is told to', () => {
    const settings = { ...one('cost'), cold_start_policy: 'explore' };
    const question = (ago: number) => ({ seen: { cheap: observed() }, settings, given: { lastFirst: () => ago } });
    expect(new Set(firstIds([cheap, dear], question(4)))).toEqual(new Set(['cheap']));
    expect(new Set(firstIds([cheap, dear], question(5)))).toEqual(new Set(['dear']));
  });

  it('puts who is over a threshold behind all others, and takes nobody out', () => {
    const settings = {
      ...one('cost'),
      thresholds: { max_error_rate: 0.1, max_timeout_rate: 0.05, max_p95_latency_ms: 5_000 },
    };
    for (const over of [{ errorRate: 0.2 }, { errorRate: 0.06, timeoutRate: 0.06 }, { latencyP95Ms: 5_001 }]) {
      const ordered = ask([cheap, dear], { seen: { cheap: observed(over), dear: observed() }, settings });
      expect(idsOf(ordered)).toEqual(['dear', 'cheap']);
      expect(scoreOf(ordered, 'cheap')).toMatchObject({ final: 0, isOverThreshold: true });
      expect(scoreOf(ordered, 'dear')).toMatchObject({ final: 1, isOverThreshold: false });
    }
  });

  it('orders by scores as usual where everybody is over a threshold', () => {
    const settings = { ...one('cost'), thresholds: { max_error_rate: 0.1 } };
    const failing = observed({ errorRate: 0.5 });
    const ordered = ask([dear, cheap], { seen: { cheap: failing, dear: failing }, settings });
    expect(scoreOf(ordered, 'cheap')?.final).toBeGreaterThan(scoreOf(ordered, 'dear')?.final ?? 1);
  });

  it('judges no target by thresholds before enough was observed of it', () => {
    const settings = { ...one('cost'), thresholds: { max_error_rate: 0.1 } };
    const ordered = ask([cheap, dear], {
      seen: { cheap: observed({ count: 5, errorRate: 1 }), dear: observed() },
      settings,
    });
    expect(scoreOf(ordered, 'cheap')).toMatchObject({ isOverThreshold: false, final: 0.5 });
  });

  it('keeps a conversation where it is warm while nobody is clearly better', () => {
    const settings = one('latency');
    const at = (latencyP95Ms: number) => ({
      seen: { cheap: observed(), dear: observed({ latencyP95Ms }) },
      settings,
      given: { warmTarget: 'dear' },
    });
    expect(new Set(firstIds([cheap, dear], at(2_100)))).toEqual(new Set(['dear']));
    expect(new Set(firstIds([cheap, dear], at(4_000))).size).toBe(2);
  });

  it('stays with a dearer target that has the prompt in its cache, while that makes up for it', () => {
    const cached = {
      inputMicroUsdPerMillion: 1.5e6,
      cachedInputMicroUsdPerMillion: 0.15e6,
      outputMicroUsdPerMillion: 6e6,
    };
    const warm = { ...target('warm'), prices: cached };
    const facts = { ...plainFacts, estimatedInputTokens: 50_000 };
    const ordered = (warmTarget: string | undefined) =>
      ask([cheap, warm], {
        seen: { cheap: observed(), warm: observed({ cachedInputShare: 0.4, warmCachedInputShare: 0.9 }) },
        settings: one('cost'),
        given: { warmTarget, facts },
      });
    expect(scoreOf(ordered('warm'), 'warm')).toMatchObject({ live: 1, parts: { cache: 0.9 } });
    expect(scoreOf(ordered(undefined), 'warm')?.live).toBeLessThan(0.8);
    expect(scoreOf(ordered(undefined), 'warm')?.parts.cache).toBe(0);
  });

  it('leaves a warm target that is over a threshold', () => {
    const settings = { ...one('cost'), thresholds: { max_error_rate: 0.1 } };
    const seen = { cheap: observed({ errorRate: 0.5 }), dear: observed() };
    expect(idsOf(ask([cheap, dear], { seen, settings, given: { warmTarget: 'cheap' } }))[0]).toBe('dear');
  });

  it('compares the time to the first token for who reads a stream, and to the whole answer for others', () => {
    const seen = {
      cheap: observed({ latencyP95Ms: 1_000, firstTokenP95Ms: 400 }),
      dear: observed({ latencyP95Ms: 2_000, firstTokenP95Ms: 200 }),
    };
    const latencies = (stream: boolean) => {
      const ordered = ask([cheap, dear], { seen, given: { facts: { ...plainFacts, stream } } });
      return ['cheap', 'dear'].map((id) => scoreOf(ordered, id)?.parts.latency === 1);
    };
    expect(latencies(true)).toEqual([false, true]);
    expect(latencies(false)).toEqual([true, false]);
  });

  it('counts a timeout twice, and no score below 0', () => {
    const seen = {
      cheap: observed({ errorRate: 0.3, timeoutRate: 0.1 }),
      dear: observed({ errorRate: 1, timeoutRate: 1 }),
    };
    const ordered = ask([cheap, dear], { seen });
    expect(scoreOf(ordered, 'cheap')?.parts.reliability).toBeCloseTo(0.6);
    expect(scoreOf(ordered, 'dear')?.parts.reliability).toBe(0);
  });

  it('takes the quality from the score of the evaluation, or else from the passed cases', () => {
    const validation = { status: undefined, workload: undefined, validatedAt: undefined, harness: undefined };
    const scored = { ...cheap, validation: { ...validation, qualityScore: 0.9, passRate: 0.1 } };
    const passed = { ...dear, validation: { ...validation, qualityScore: undefined, passRate: 0.7 } };
    const ordered = ask([scored, passed, target('never')]);
    const qualities = ['cheap', 'dear', 'never'].map((id) => scoreOf(ordered, id)?.parts.eval_quality);
    expect(qualities).toEqual([0.9, 0.7, 0.8]);
  });

  it('keeps live scores between 0 and 1, and has none where an expression has no value', () => {
    const ordered = (expression: string) => ask([cheap, dear], { seen: both, settings: one(expression) });
    expect(scoreOf(ordered('5 + cost'), 'cheap')?.live).toBe(1);
    expect(scoreOf(ordered('cost - 5'), 'cheap')?.live).toBe(0);
    expect(scoreOf(ordered('1 / cache'), 'cheap')).toMatchObject({ live: undefined, final: 0.5 });
  });

  it('scores between 0 and 1, and the same in whatever order the targets stand', () => {
    const groups = fc.array(fc.record({ usd: fc.nat(50), seen: anyObserved }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(groups, (made) => {
        const targets = made.map(({ usd }, index) => priced(`t${index}`, usd));
        const seen = Object.fromEntries(made.map((given, index) => [`t${index}`, given.seen]));
        const forth = ask(targets, { seen });
        const back = ask([...targets].reverse(), { seen });
        for (const { id } of targets) {
          const score = scoreOf(forth, id);
          for (const number of [score?.final, score?.live ?? 0, ...Object.values(score?.parts ?? {})]) {
            expect(number).toBeGreaterThanOrEqual(0);
            expect(number).toBeLessThanOrEqual(1 + 1e-9);
          }
          expect(scoreOf(back, id)?.final).toBeCloseTo(score?.final ?? -1, 9);
        }
      }),
    );
  });
});
