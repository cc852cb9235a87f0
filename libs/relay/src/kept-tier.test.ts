import { keptTier } from './kept-tier.js';

describe('the tier that the ledger keeps', () => {
  it.each(['flex', 'priority', 'standard'])('is the published one: %s', (tier) => {
    expect(keptTier(tier, undefined)).toBe(tier);
  });

  it('is one the operator has a price for', () => {
    expect(keptTier('overnight', { tiers: { overnight: { inputMicroUsdPerMillion: 1 } } })).toBe('overnight');
  });

  it('is "other" for whatever else a provider says, which may be anything', () => {
    expect(keptTier('what the user wrote', { tiers: {} })).toBe('other');
    expect(keptTier('constructor', { tiers: {} })).toBe('other');
  });

  it('is unknown when the provider told none', () => {
    expect(keptTier(undefined, undefined)).toBeUndefined();
  });
});
