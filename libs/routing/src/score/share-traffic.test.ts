import fc from 'fast-check';
import { target } from '../target-kit.laws.js';
import type { Rated } from './rate-targets.js';
import { shareTraffic } from './share-traffic.js';

const noParts = { cost: 0, latency: 0, throughput: 0, reliability: 0, complexity: 0, eval_quality: 0, cache: 0 };

function rated(weight: number, live: number | undefined): Rated {
  return {
    target: target('t', weight),
    live,
    term: undefined,
    observationCount: 0,
    isOverThreshold: false,
    parts: noParts,
  };
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const anyGroup = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 5 }), fc.option(share, { nil: undefined }))
    .map(([weight, live]) => rated(weight, live)),
  { minLength: 1, maxLength: 8 },
);
const nobody = (): boolean => false;

const sharesOf = (group: readonly Rated[], adjustment: number, isLeftOut: (one: Rated) => boolean = nobody) =>
  shareTraffic(group, { adjustment, isLeftOut });

describe('shares of traffic', () => {
  it('are together 1, and none where nobody has a weight', () => {
    fc.assert(
      fc.property(anyGroup, share, (group, adjustment) => {
        const total = sharesOf(group, adjustment).reduce((sum, one) => sum + one, 0);
        expect(total).toBeCloseTo(group.some(({ target: { weight } }) => weight > 0) ? 1 : 0, 9);
      }),
    );
  });

  it('leave every target the part of its weight that scores may not move', () => {
    fc.assert(
      fc.property(anyGroup, share, (group, adjustment) => {
        const weights = sharesOf(group, 0);
        for (const [index, one] of sharesOf(group, adjustment).entries())
          expect(one).toBeGreaterThanOrEqual((1 - adjustment) * (weights[index] ?? 0) - 1e-9);
      }),
    );
  });

  it('never fall when the live score of a target rises', () => {
    fc.assert(
      fc.property(anyGroup, share, share, (group, adjustment, higher) => {
        const [first] = group;
        fc.pre(first?.live !== undefined && higher > first.live);
        const raised = group.map((one, index) => (index === 0 ? { ...one, live: higher } : one));
        expect(sharesOf(raised, adjustment)[0]).toBeGreaterThanOrEqual((sharesOf(group, adjustment)[0] ?? 0) - 1e-9);
      }),
    );
  });

  it('are those of the weights where nothing is scored, or scores may move nothing', () => {
    expect(sharesOf([rated(3, undefined), rated(1, undefined)], 1)).toEqual([0.75, 0.25]);
    expect(sharesOf([rated(3, 0.1), rated(1, 0.9)], 0)).toEqual([0.75, 0.25]);
    expect(sharesOf([rated(3, 0), rated(1, 0)], 1)).toEqual([0.75, 0.25]);
  });

  it('follow the fourth power of live scores as far as they may', () => {
    // 16 to 1 for twice the score, blended half and half with even weights.
    expect(sharesOf([rated(1, 0.8), rated(1, 0.4)], 1)[1]).toBeCloseTo(1 / 17);
    expect(sharesOf([rated(1, 0.8), rated(1, 0.4)], 0.5)[1]).toBeCloseTo(0.25 + 0.5 / 17);
  });

  it('keep the share of its weight for who has no live score', () => {
    const shares = sharesOf([rated(1, undefined), rated(1, 0.8), rated(2, 0)], 1);
    expect(shares).toEqual([0.25, 0.75, 0]);
  });

  it('leave out who is explored otherwise, unless that is everybody', () => {
    const isUnknown = ({ live }: Rated): boolean => live === undefined;
    expect(sharesOf([rated(1, undefined), rated(1, 0.5)], 0.7, isUnknown)).toEqual([0, 1]);
    expect(sharesOf([rated(1, undefined), rated(1, undefined)], 0.7, isUnknown)).toEqual([0.5, 0.5]);
  });
});
