import { readConfig, type ModelGroup } from '@smart-router/config';
import type { Target } from '@smart-router/core';
import { affinityOutcome, preferWarm } from './prefer-warm.js';

/** A group of three targets, as an operator would declare it. */
function groupWith(affinity: boolean): ModelGroup {
  const text = `
providers:
  p: { dialect: openai-chat, base_url: "http://p/v1", auth: none, models: { a: {}, b: {}, c: {} } }
model_groups:
  g:
    affinity: { enabled: ${affinity} }
    targets: [{ provider: p, model: a }, { provider: p, model: b }, { provider: p, model: c }]
`;
  const reading = readConfig(text, { DATABASE_URL: 'postgres://h/d' });
  const group = reading.ok ? reading.catalog.groups.get('g') : undefined;
  if (group === undefined) throw new Error(JSON.stringify(reading));
  return group;
}

const group = groupWith(true);
const [a, b, c] = group.targets as readonly [Target, Target, Target]; // as many as were declared

describe('the warm target of a conversation', () => {
  it('comes first, and the others keep their order', () => {
    expect(preferWarm([a, b, c], 'p/c')).toEqual([c, a, b]);
    expect(preferWarm([a, b, c], 'p/a')).toEqual([a, b, c]);
  });

  it('is nobody who may not serve the request', () => {
    expect(preferWarm([a, b], 'p/c')).toEqual([a, b]);
    expect(preferWarm([], 'p/c')).toEqual([]);
  });

  it('changes nothing where none is known', () => {
    expect(preferWarm([b, a], undefined)).toEqual([b, a]);
  });
});

describe('what became of the preference', () => {
  const outcome = (warmTarget: string | undefined, plan: readonly Target[], of = group) =>
    affinityOutcome({ group: of, signals: { warmTarget } }, [a, b], plan);

  it('is told by where the warm target stands in the plan', () => {
    expect(outcome('p/a', [a, b])).toBe('hit');
    expect(outcome('p/b', [a, b])).toBe('overruled');
    expect(outcome('p/c', [a, b])).toBe('ineligible');
    expect(outcome(undefined, [a, b])).toBe('miss');
  });

  it('is not told of groups that keep none', () => {
    expect(outcome('p/a', [a, b], groupWith(false))).toBeUndefined();
  });
});
