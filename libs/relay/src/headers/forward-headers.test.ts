import { Secret, dialectNames, type Capabilities, type Credential } from '@smart-router/core';
import { forwardHeaders } from './forward-headers.js';
import { requestHeaders, type Hop } from './request-headers.js';

const credential: Credential = {
  ...{ id: 'main', key: new Secret('sk-the-operators-own'), priority: 0, weight: 1, disabled: false },
};

const capabilities: Capabilities = {
  ...{ inputModalities: ['text'], outputModalities: ['text'], tools: true, toolChoice: true, parallelToolCalls: true },
  ...{ structuredOutputs: true, reasoning: undefined, prefill: true, systemMessages: 'any', countTokens: false },
  ...{ hostedTools: [], maxOutputTokens: undefined, minOutputTokens: undefined, honorsMaxTokens: true },
  ...{ outputTokenField: undefined, unsupportedFeatures: ['beta:context-1m-2025-08-07', 'logit_bias'] },
};

const hop: Hop = {
  ...{ dialect: 'anthropic-messages', sameLane: true, model: 'm', capabilities, credential, keyId: 'k1' },
};

const keyFor = (changed: Partial<Hop>, value = 'once') =>
  forwardHeaders({ 'idempotency-key': value }, { ...hop, ...changed }).headers['idempotency-key'];

describe('headers of a caller', () => {
  it('pass on the same lane with versions nobody has heard of', () => {
    const { headers } = forwardHeaders({ 'anthropic-version': '2031-01-01' }, hop);
    expect(headers).toEqual({ 'anthropic-version': '2031-01-01' });
  });

  it('that list betas, in commas or repeated, become one list without duplicates', () => {
    const { headers, notes } = forwardHeaders({ 'anthropic-beta': ['a-1, b-2', 'a-1,,c-3 '] }, hop);
    expect(headers).toEqual({ 'anthropic-beta': 'a-1,b-2,c-3' });
    expect(notes).toEqual([]);
  });

  it('lose the betas a target does not support, with a note', () => {
    const { headers, notes } = forwardHeaders({ 'anthropic-beta': 'a-1,context-1m-2025-08-07' }, hop);
    expect(headers).toEqual({ 'anthropic-beta': 'a-1' });
    expect(notes).toEqual([
      {
        field: 'anthropic-beta',
        action: 'dropped',
        reason: 'the target does not support context-1m-2025-08-07',
      },
    ]);
    expect(forwardHeaders({ 'anthropic-beta': 'context-1m-2025-08-07' }, hop).headers).toEqual({});
  });

  it('that speak of the body stop where the body is translated', () => {
    const sent = { 'anthropic-beta': 'a-1', 'anthropic-version': '2026-10-21', 'openai-beta': 'x', 'session-id': 's' };
    for (const dialect of dialectNames) {
      expect(forwardHeaders(sent, { ...hop, dialect, sameLane: false })).toEqual({ headers: {}, notes: [] });
    }
  });

  it('that nobody listed, or that are listed to stop, reach no provider', () => {
    const stopping = requestHeaders.filter(({ fate }) => fate === 'stops').map(({ name }) => name.replace('*', 'any'));
    const sent = Object.fromEntries([...stopping, 'x-unheard-of'].map((name) => [name, 'v']));
    for (const dialect of dialectNames) expect(forwardHeaders(sent, { ...hop, dialect }).headers).toEqual({});
  });
});

describe('an idempotency key', () => {
  it('is the same for the same request of the same caller, and says nothing of itself', () => {
    expect(keyFor({})).toMatch(/^[0-9a-f]{64}$/);
    expect(keyFor({})).toBe(keyFor({ sameLane: false }));
  });

  it('differs by caller, credential, model, dialect and value', () => {
    const other = { ...credential, key: new Secret('sk-another-account') };
    const keys = [
      ...[keyFor({}), keyFor({ keyId: 'k2' }), keyFor({ credential: other }), keyFor({ model: 'n' })],
      ...[keyFor({ dialect: 'openai-chat' }), keyFor({}, 'twice')],
    ];
    expect(new Set(keys).size).toBe(6);
  });

  it('stops where there is no secret to seal it with', () => {
    expect(keyFor({ credential: { ...credential, key: undefined } })).toBeUndefined();
  });
});
