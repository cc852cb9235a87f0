import type { Credential, Endpoint } from '@smart-router/core';
import { createRotation, orderCredentials, stepOnce } from './credential-order.js';

const credential = (id: string, more: Partial<Credential> = {}): Credential => ({
  ...{ id, key: undefined, priority: 0, weight: 1, disabled: false },
  ...more,
});

// only what the order reads
const endpoint = (strategy: Endpoint['credentialStrategy'], credentials: readonly Credential[]) =>
  ({ provider: 'p', credentials, credentialStrategy: strategy }) as unknown as Endpoint;

const ids = (credentials: readonly Credential[]) => credentials.map(({ id }) => id).join('');

describe('orderCredentials', () => {
  it('goes round, one step a request, each provider for itself', () => {
    const rotation = createRotation();
    const pool = endpoint('round-robin', [credential('a'), credential('b'), credential('c')]);
    const order = () => ids(orderCredentials(pool, rotation, () => 0.5));
    expect([order(), order(), order(), order()]).toEqual(['abc', 'bac', 'cab', 'abc']);
  });

  it('leaves the share of those that cannot serve to all others alike', () => {
    const pool = endpoint(
      'round-robin',
      [...'abcde'].map((id) => credential(id)),
    );
    const rotation = createRotation();
    let seed = 1;
    const rng = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const served = Array.from({ length: 3000 }, () =>
      orderCredentials(pool, rotation, rng).find(({ id }) => id !== 'a' && id !== 'b'),
    );
    for (const id of 'cde') {
      const share = served.filter((one) => one?.id === id).length / served.length;
      expect(share).toBeGreaterThan(0.3);
      expect(share).toBeLessThan(0.37);
    }
  });

  it('shares evenly among those of the best priority, whatever stands behind them', () => {
    const pool = endpoint('round-robin', [credential('a'), credential('b'), credential('c', { priority: 1 })]);
    const rotation = createRotation();
    const order = () => ids(orderCredentials(pool, stepOnce(rotation), () => 0.5));
    expect([order(), order(), order(), order()]).toEqual(['abc', 'bac', 'abc', 'bac']);
  });

  it('goes on by one step a request, however many targets of the provider the request may go to', () => {
    const pool = endpoint('round-robin', [credential('a'), credential('b')]);
    const rotation = createRotation();
    const request = () => {
      const steps = stepOnce(rotation);
      return [1, 2].map(() => ids(orderCredentials(pool, steps, () => 0.5)));
    };
    expect([request(), request()]).toEqual([
      ['ab', 'ab'],
      ['ba', 'ba'],
    ]);
  });

  it('fills the first of the file first', () => {
    const pool = endpoint('fill-first', [credential('a'), credential('b')]);
    const rotation = createRotation();
    expect(ids(orderCredentials(pool, rotation, () => 0.5))).toBe('ab');
    expect(ids(orderCredentials(pool, rotation, () => 0.5))).toBe('ab');
  });

  it('draws by weight', () => {
    const pool = endpoint('weighted', [credential('a', { weight: 1 }), credential('b', { weight: 9 })]);
    let seed = 1;
    const rng = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    const firsts = Array.from({ length: 2000 }, () => orderCredentials(pool, createRotation(), rng)[0]?.id);
    const share = firsts.filter((id) => id === 'b').length / firsts.length;
    expect(share).toBeGreaterThan(0.87);
    expect(share).toBeLessThan(0.93);
  });

  it('puts a lower priority number first, whatever the strategy, and leaves disabled ones out', () => {
    const pool = endpoint('round-robin', [
      credential('a', { priority: 2 }),
      credential('b', { priority: 1 }),
      credential('c', { disabled: true }),
    ]);
    expect(ids(orderCredentials(pool, createRotation(), () => 0.5))).toBe('ba');
    expect(
      orderCredentials(endpoint('fill-first', [credential('x', { disabled: true })]), createRotation(), () => 0),
    ).toEqual([]);
  });
});
