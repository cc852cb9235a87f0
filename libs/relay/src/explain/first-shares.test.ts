import { groupOf, questionAbout } from '../decide/question-kit.laws.js';
import { firstShares } from './first-shares.js';

const group = groupOf('strategy: weighted');

it('counts over a thousand orders', async () => {
  const told = await firstShares(questionAbout(group), group.targets);
  expect(told?.drawCount).toBe(1000);
  expect(told?.shares.get('p/a')).toBeCloseTo(0.6, 2);
});

it.each([
  [20, 1000],
  [100, 200],
  [2_000, 100],
])('looks at no more orders of %d targets than %d, as they cost more', async (count, draws) => {
  const targets = group.targets
    .slice(0, 1)
    .flatMap((target) => Array.from({ length: count }, (_, index) => ({ ...target, id: `p/${index}` })));
  const scored = groupOf('strategy: dynamic-score');
  expect((await firstShares(questionAbout(scored), targets))?.drawCount).toBe(draws);
});
