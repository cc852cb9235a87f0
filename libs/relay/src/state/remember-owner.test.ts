import type { IssuedState, TtlMap } from '@smart-router/core';
import { createMemoryLimitStore } from '@smart-router/traffic-shaping';
import { ownerKey, readOwner } from './owner.js';
import { rememberOwner } from './remember-owner.js';

const alice = { issuer: 'west', keyId: 'alice' };
const bob = { issuer: 'west', keyId: 'bob' };
const proof: IssuedState = { kind: 'proof', value: 'sealed' };
const response: IssuedState = { kind: 'response-id', value: 'sealed' };

const openStore = (): TtlMap => createMemoryLimitStore({ now: () => 0, rng: () => 0 });

async function ownersIn(map: TtlMap, ...state: readonly IssuedState[]) {
  const texts = await map.recall(state.map(ownerKey));
  return texts.map((text) => text && readOwner(text));
}

describe('the owner of provider state', () => {
  it('is found again by kind and value', async () => {
    const map = openStore();
    await rememberOwner(map, alice, [proof, proof]);
    expect(await ownersIn(map, proof, response)).toEqual([alice, undefined]);
  });

  it('is no single key once another was given the same proof, and stays so', async () => {
    const map = openStore();
    for (const owner of [alice, bob, alice]) await rememberOwner(map, owner, [proof]);
    expect(await ownersIn(map, proof)).toEqual([{ issuer: 'west', keyId: undefined }]);
  });

  it('stays the key that is given the same again', async () => {
    const map = openStore();
    for (const owner of [alice, alice]) await rememberOwner(map, owner, [proof, response]);
    expect(await ownersIn(map, proof, response)).toEqual([alice, alice]);
  });

  it('is kept under a name that does not tell the value', () => {
    expect(ownerKey(proof)).not.toContain('sealed');
  });
});
