import { choosePlan } from './choose-plan.js';
import { routingOptions } from './options.js';
import { signals, target } from './target-kit.laws.js';

const candidates = [target('a'), target('b', 3), target('c')];
const routed = <Name extends 'static' | 'failover' | 'weighted'>(strategy: Name) => ({
  ...routingOptions.parse({ strategy }),
  strategy,
});
const ids = (strategy: 'static' | 'failover' | 'weighted') =>
  choosePlan(candidates, routed(strategy), signals({ rng: () => 0.5 })).targets.map(({ id }) => id);

describe('choosePlan', () => {
  it('follows the strategy of the group', () => {
    expect(ids('static')).toEqual(['a']);
    expect(ids('failover')).toEqual(['a', 'b', 'c']);
    expect(ids('weighted')).toEqual(['b', 'c', 'a']);
  });

  it('tells the first number drawn by chance, for evidence', () => {
    const numbers = [0.25, 0.5, 0.75];
    const rng = () => numbers.shift() ?? 0;
    expect(choosePlan(candidates, routed('weighted'), signals({ rng })).draw).toBe(0.25);
    expect(choosePlan(candidates, routed('failover'), signals({ rng })).draw).toBeUndefined();
  });

  it('fails over when the group names no strategy', () => {
    expect(routingOptions.parse({}).strategy).toBe('failover');
  });
});
