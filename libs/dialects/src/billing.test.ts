import fc from 'fast-check';
import { joinBilling, readBilling } from './billing.js';

describe('what a provider says of the charge', () => {
  test('the tier stands beside usage in Chat and Responses, and inside it in Messages', () => {
    expect(readBilling({ service_tier: 'flex', usage: {} })).toEqual({ serviceTier: 'flex' });
    expect(readBilling({ usage: { service_tier: 'priority' } })).toEqual({ serviceTier: 'priority' });
    expect(readBilling({ service_tier: null, usage: null })).toBeUndefined();
  });

  test('a tier that is no word is not kept, so that no text can stand in its column', () => {
    expect(readBilling({ service_tier: 'a text of somebody' })).toBeUndefined();
    expect(readBilling({ service_tier: 'x'.repeat(33) })).toBeUndefined();
    expect(readBilling({ service_tier: 7 })).toBeUndefined();
  });

  test.each([
    ['dollars', { cost: 0.00014 }, 140_000n],
    ['dollars beside which the account’s own key was charged', ownKey(true), 1_500_000n],
    ['dollars that hold what the provider behind charged', ownKey(false), 500_000n],
    ['an object with the total in it', { cost: { input_tokens_cost: 0.1, total_cost: 0.25 } }, 250_000_000n],
    ['ticks', { cost_in_usd_ticks: 37_756_000 }, 3_775_600n],
    ['nothing', { cost: 0 }, 0n],
    ['a hair more than half a nano-dollar', { cost: 0.000_000_001_5 }, 2n],
  ])('reads a charge told in %s', (_name, usage, costNanoUsd) => {
    expect(readBilling({ usage })).toEqual({ costNanoUsd });
  });

  test.each([-1, 1e300, Number.NaN, Infinity, '0.1', null, [], 1_000_000.01])(
    'does not believe a charge of %p',
    (cost) => {
      expect(readBilling({ usage: { cost } })).toBeUndefined();
    },
  );

  test('whatever stands there, a charge is an amount a row can hold', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('cost', 'cost_in_usd_ticks', 'is_byok'), fc.anything()), (usage) => {
        const { costNanoUsd = 0n } = readBilling({ usage }) ?? {};
        return costNanoUsd >= 0n && costNanoUsd <= 10n ** 15n;
      }),
    );
  });

  test('what comes later in a stream counts, and takes nothing away', () => {
    const first = { serviceTier: 'default' };
    expect(joinBilling(first, { costNanoUsd: 1n })).toEqual({ serviceTier: 'default', costNanoUsd: 1n });
    expect(joinBilling(first, undefined)).toBe(first);
    expect(joinBilling(undefined, first)).toBe(first);
  });
});

function ownKey(isByok: boolean) {
  return { cost: 0.0005, is_byok: isByok, cost_details: { upstream_inference_cost: 0.001 } };
}
