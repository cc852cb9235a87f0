import type { WireFault } from '@smart-router/dialects';
import { noState, strangeProofs } from './ask-state.js';
import { withholdProofs } from './withhold-proofs.js';

const wire = (message: string, code?: string): WireFault => ({
  ...{ status: 400, type: 'invalid_request_error', param: undefined, message },
  code,
});

const state = {
  boundIssuer: undefined,
  home: { issuer: 'west', dialect: 'anthropic-messages' },
  proofIssuers: new Map([
    ['a', 'west'],
    ['b', undefined],
  ]),
} as const;

describe('proofs that a target refused though they were taken for its own', () => {
  it.each([
    wire('messages.1.content.0: Invalid `signature` in `thinking` block'),
    wire('The encrypted content gAAA could not be verified.'),
    wire('Bad request.', 'invalid_encrypted_content'),
    wire("Item with id 'rs_68af' not found. Items are not persisted when `store` is set to false."),
  ])('are withheld from then on: $message', (refusal) => {
    const withheld = withholdProofs(state, refusal);
    expect(withheld).toMatchObject({ home: undefined });
    expect(withheld && strangeProofs(withheld, { issuer: 'west' })).toEqual(new Set(['a', 'b']));
    expect(withheld && withholdProofs(withheld, refusal)).toBeUndefined();
  });

  it('stay when the refusal was about something else, or there are none', () => {
    expect(withholdProofs(state, wire('max_tokens: Field required'))).toBeUndefined();
    expect(withholdProofs(state, undefined)).toBeUndefined();
    expect(withholdProofs(noState, wire('Invalid `signature` in `thinking` block'))).toBeUndefined();
  });
});
