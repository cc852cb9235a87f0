import { target } from '../test-kit.laws.js';
import { contractOptions } from './contract-options.js';
import { contractStanding } from './contract-standing.js';
import { toContract } from './to-contract.js';

const nowMs = Date.UTC(2026, 10, 21);
const contract = toContract(
  contractOptions.parse({
    required_capabilities: { tools: true, structured_outputs: true, min_context_tokens: 128_000 },
    quality_floor: { require_tags: ['eu'], min_eval_quality_score: 0.8, max_eval_age_days: 30 },
    operational_targets: { max_error_rate: 0 },
  }),
);

const evaluatedOn = (day: number, qualityScore = 0.9) => ({
  ...{ status: undefined, workload: undefined, passRate: undefined, harness: undefined },
  ...{ validatedAt: Date.UTC(2026, 10, day), qualityScore },
});
const good = {
  ...{ contextTokens: 200_000, tags: ['eu'], validation: evaluatedOn(1) },
  capabilities: { tools: true, structuredOutputs: true },
};

describe('how targets stand to a contract', () => {
  it('tells the closest first, with everything each lacks', () => {
    const { met, unmet } = contractStanding(
      [
        target({ id: 'far' }),
        target({ ...good, id: 'near', tags: [], validation: evaluatedOn(1, 0.7) }),
        target({ ...good, id: 'meets' }),
      ],
      contract,
      nowMs,
    );
    expect(met.map(({ id }) => id)).toEqual(['meets']);
    expect(unmet.map((each) => [each.target.id, each.gaps.flatMap(({ lacks }) => lacks)])).toEqual([
      ['near', ['the tag eu', 'quality_score 0.7 (at least 0.8)']],
      [
        'far',
        [
          ...['tools', 'structured_outputs', 'context_tokens unknown (at least 128000)', 'the tag eu'],
          ...['quality_score unknown (at least 0.8)', 'validated_at unknown (at most 30 days ago)'],
        ],
      ],
    ]);
  });

  it('knows when the last evaluation has grown too old', () => {
    const later = target({ ...good, id: 'later', validation: evaluatedOn(10) });
    const untilOf = (nowAt: number) => contractStanding([target(good), later], contract, nowAt);
    expect(untilOf(nowMs).metUntilMs).toBe(Date.UTC(2026, 11, 11));
    expect(untilOf(Date.UTC(2026, 11, 5)).met.map(({ id }) => id)).toEqual(['later']);
    expect(untilOf(Date.UTC(2026, 11, 12))).toMatchObject({ met: [], metUntilMs: undefined });
  });

  it('has no end where no age is asked for', () => {
    const ageless = toContract(contractOptions.parse({ quality_floor: { require_tags: ['eu'] } }));
    expect(contractStanding([target(good)], ageless, nowMs).metUntilMs).toBeUndefined();
  });
});
