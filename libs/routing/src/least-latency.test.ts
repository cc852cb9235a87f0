import type { Observed } from '@smart-router/core';
import { chiSquare, countWords, criticalOfThree } from './chi-square.laws.js';
import { leastLatencyStrategy } from './least-latency.js';
import { observations, observed } from './observed-kit.laws.js';
import { routingOptions } from './options.js';
import type { Ordered, Signals } from './strategy.js';
import { seededRng, signals, target } from './target-kit.laws.js';

const draws = 20_000;

type Seen = Readonly<Record<string, Observed | undefined>>;

function orderOf(seen: Seen): Ordered {
  const candidates = Object.keys(seen).map((id) => target(id));
  return leastLatencyStrategy.order(
    candidates,
    signals({ observations: observations(seen) }),
    routingOptions.parse({}),
  );
}

function orders(seen: Seen, given: Partial<Signals> = {}, count = draws): readonly (readonly string[])[] {
  const candidates = Object.keys(seen).map((id) => target(id));
  const read = signals({ rng: seededRng(7), observations: observations(seen), ...given });
  const options = routingOptions.parse({ strategy: 'least-latency' });
  return Array.from({ length: count }, () =>
    leastLatencyStrategy.order(candidates, read, options).targets.map(({ id }) => id),
  );
}

function firstShare(seen: Seen, id: string): number {
  return orders(seen).filter(([first]) => first === id).length / draws;
}

const slow = observed({ latencyP50Ms: 2_000, latencyP95Ms: 4_000 });
const failing = observed({ errorRate: 1, latencyP50Ms: undefined, latencyP95Ms: undefined });

describe('the strategy least-latency', () => {
  it('puts the fast first more often than the slow, by the fourth power of its speed', () => {
    expect(firstShare({ fast: observed(), slow }, 'slow')).toBeCloseTo(1 / 17, 2);
  });

  it('shares evenly among equals, so that no flock runs to one of them', () => {
    const firsts = orders({ a: observed(), b: observed(), c: observed() }).map(([first]) => first ?? '');
    expect(chiSquare(countWords(firsts), { a: 1 / 3, b: 1 / 3, c: 1 / 3 })).toBeLessThan(criticalOfThree);
  });

  it('counts failures as time: a fast target that fails often is no fast one', () => {
    const flaky = observed({ latencyP50Ms: 800, latencyP95Ms: 1_600, errorRate: 0.4 });
    expect(firstShare({ steady: observed(), flaky }, 'flaky')).toBeLessThan(0.3);
  });

  it('never puts first who served nothing lately while another serves', () => {
    expect(firstShare({ failing, slow }, 'failing')).toBe(0);
  });

  it('gives a target of which little is known a part of its share', () => {
    const young = observed({ count: 12 });
    expect(firstShare({ old: observed(), young }, 'young')).toBeCloseTo(0.49 / 1.49, 1);
  });

  it('explores the unknown with every tenth request, in turn', () => {
    const seen = { known: observed(), x: undefined, y: observed({ count: 9 }) };
    const firstAfter = (ago: Readonly<Record<string, number>>): string | undefined =>
      orders(seen, { lastFirst: (id) => ago[id] }, 1)[0]?.[0];
    expect(firstAfter({})).toBe('x');
    expect(firstAfter({ x: 9, y: 30 })).toBe('known');
    expect(firstAfter({ x: 10, y: 30 })).toBe('y');
    expect(firstAfter({ x: 30, y: 10 })).toBe('x');
  });

  it('takes turns when nobody is known', () => {
    expect(orders({ a: undefined, b: undefined }, { lastFirst: (id) => ({ a: 1 })[id] }, 1)).toEqual([['b', 'a']]);
  });

  it('takes turns when nobody serves, since one of them may serve again', () => {
    const ago: Readonly<Record<string, number>> = { a: 1, b: 2 };
    expect(orders({ a: failing, b: failing }, { lastFirst: (id) => ago[id] }, 1)).toEqual([['b', 'a']]);
  });

  it('orders the rest by speed, the unknown behind those that serve, and who serves nothing last', () => {
    const seen = { failing, unknown: undefined, slow, fast: observed(), first: observed({ latencyP50Ms: 1 }) };
    const order = orders(seen, { lastFirst: () => 1 }, 1)[0];
    expect(order).toEqual(['first', 'fast', 'slow', 'unknown', 'failing']);
  });

  it('tells the waits it went by, and the shares that it drew from', () => {
    const ordered = orderOf({ fast: observed(), slow, failing, unknown: observed({ count: 9 }) });
    expect(ordered.isColdStart).toBe(false);
    expect(ordered.scores?.get('fast')).toMatchObject({ speed: 1, waitMs: 1_000, observationCount: 100 });
    expect(ordered.scores?.get('fast')?.final).toBeCloseTo(16 / 17, 2);
    expect(ordered.scores?.get('slow')).toMatchObject({ speed: 1_001 / 2_001, waitMs: 2_000 });
    expect(ordered.scores?.get('slow')?.final).toBeCloseTo(1 / 17, 2);
    const none = { kind: 'wait', final: 0, waitMs: undefined };
    expect(ordered.scores?.get('failing')).toEqual({ ...none, speed: 0, observationCount: 100 });
    expect(ordered.scores?.get('unknown')).toEqual({ ...none, speed: undefined, observationCount: 9 });
  });

  it('says that too little was observed when nobody is known, and nothing where all targets stand by', () => {
    expect(orderOf({ a: observed({ count: 9 }), b: undefined }).isColdStart).toBe(true);
    const standby = leastLatencyStrategy.order([target('a', 0)], signals(), routingOptions.parse({}));
    expect(standby).toEqual({ targets: [target('a', 0)] });
  });
});
