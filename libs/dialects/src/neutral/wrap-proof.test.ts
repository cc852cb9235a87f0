import fc from 'fast-check';
import type { Proof } from './proof.js';
import { unwrapProof, wrapProof } from './wrap-proof.js';

const proofs: fc.Arbitrary<Proof> = fc.record(
  {
    issuer: fc.string(),
    dialect: fc.constantFrom('openai-chat', 'openai-responses', 'anthropic-messages'),
    form: fc.constantFrom('signature', 'redacted', 'encrypted'),
    value: fc.string({ unit: 'grapheme', maxLength: 200 }),
    itemId: fc.string(),
  },
  { requiredKeys: ['issuer', 'dialect', 'form', 'value'] },
);

describe('wrapProof', () => {
  it('comes back as it went, as one url-safe word', () => {
    fc.assert(
      fc.property(proofs, (proof) => {
        const word = wrapProof(proof);
        expect(word).toMatch(/^rtp1\.[A-Za-z0-9_-]+$/);
        expect(unwrapProof(word)).toEqual(proof);
      }),
    );
  });

  it('takes values of a megabyte', () => {
    const proof: Proof = { issuer: 'a', dialect: 'openai-responses', form: 'encrypted', value: 'x'.repeat(1_000_000) };
    expect(unwrapProof(wrapProof(proof))).toEqual(proof);
  });
});

describe('unwrapProof', () => {
  it.each(['', 'EqQBCkgIARAB', 'rtp1.', 'rtp1.%%%', 'rtp1.e30', 'rtp1.WyJhIl0'])(
    'leaves %j alone, which it did not wrap',
    (text) => {
      expect(unwrapProof(text)).toBeUndefined();
    },
  );
});
