import type { Target } from '@smart-router/core';
import { noState } from './ask-state.js';
import { preferHome } from './prefer-home.js';

/** Only what is looked at. */
const target = (id: string, issuer: string, dialect: string): Target =>
  ({ id, endpoint: { issuer, dialect } }) as unknown as Target;

const targets = [
  target('a', 'west', 'openai-chat'),
  target('b', 'east', 'openai-responses'),
  target('c', 'west', 'openai-responses'),
  target('d', 'west', 'openai-responses'),
];

const order = (home: typeof noState.home) => preferHome(targets, { ...noState, home }).map(({ id }) => id);

describe('the order of targets', () => {
  it('begins with those that read the latest proof, and keeps everybody', () => {
    expect(order({ issuer: 'west', dialect: 'openai-responses' })).toEqual(['c', 'd', 'a', 'b']);
  });

  it('stays where nobody sealed anything, or nobody here did', () => {
    expect(order(undefined)).toEqual(['a', 'b', 'c', 'd']);
    expect(order({ issuer: 'north', dialect: 'openai-responses' })).toEqual(['a', 'b', 'c', 'd']);
  });
});
