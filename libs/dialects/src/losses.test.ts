import { dialectNames } from '@smart-router/core';
import { dispositionOf, lossTables, saysNothing } from './losses.js';

describe('the losses table', () => {
  it('decides every field for every other dialect, and never for its own', () => {
    for (const from of dialectNames) {
      for (const [field, row] of Object.entries(lossTables[from])) {
        const others = dialectNames.filter((name) => name !== from);
        expect([field, Object.keys(row.to).toSorted()]).toEqual([field, others.toSorted()]);
      }
    }
  });

  it('gives a reason of a few words for each', () => {
    const reasons = Object.values(lossTables).flatMap((table) =>
      Object.values(table).flatMap((row) => Object.values(row.to)),
    );
    expect(reasons.filter(({ reason }) => reason.length < 5 || reason.length > 70)).toEqual([]);
  });

  it('drops fields it does not know, names of Object.prototype included', () => {
    expect(dispositionOf('openai-chat', 'tone', 'anthropic-messages').kind).toBe('dropped');
    expect(dispositionOf('openai-chat', 'constructor', 'anthropic-messages').kind).toBe('dropped');
  });

  it('loses nothing at its own dialect', () => {
    expect(dispositionOf('openai-chat', 'n', 'openai-chat').kind).toBe('mapped');
  });
});

describe('saysNothing', () => {
  it.each([
    ['n', 1, true],
    ['n', 2, false],
    ['logprobs', false, true],
    ['logprobs', true, false],
    ['store', false, true],
    ['stop', null, true],
    ['modalities', ['text'], true],
    ['modalities', ['text', 'audio'], false],
    ['seed', 0, false],
  ])('of %s with %j is %s', (field, value, expected) => {
    expect(saysNothing('openai-chat', field, value)).toBe(expected);
  });
});
