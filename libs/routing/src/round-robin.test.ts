import { routingOptions } from './options.js';
import { roundRobinStrategy } from './round-robin.js';
import { signals, target } from './target-kit.laws.js';

/** Plays requests one after the other; each says which targets are eligible. Gives who stood first. */
function play(eligible: readonly (readonly string[])[]): readonly string[] {
  const firsts: string[] = [];
  for (const ids of eligible) {
    const lastFirst = (id: string): number | undefined => {
      const at = firsts.lastIndexOf(id);
      return at < 0 ? undefined : firsts.length - at;
    };
    const candidates = ids.map((id) => target(id));
    const { targets } = roundRobinStrategy.order(candidates, signals({ lastFirst }), routingOptions.parse({}));
    firsts.push(targets[0]?.id ?? '');
  }
  return firsts;
}

const all = ['a', 'b', 'c'];

describe('the strategy round-robin', () => {
  it('takes turns in the configured order', () => {
    expect(play(Array.from({ length: 7 }, () => all))).toEqual(['a', 'b', 'c', 'a', 'b', 'c', 'a']);
  });

  it('goes on with the others while one is away, and gives who returns one turn, not all it missed', () => {
    const away = Array.from({ length: 5 }, () => ['a', 'c']);
    expect(play([all, ...away, all, all, all, all])).toEqual(['a', 'c', 'a', 'c', 'a', 'c', 'b', 'a', 'c', 'b']);
  });

  it('puts behind the first those whose turns come next', () => {
    const lastFirst = (id: string): number => ({ a: 1, b: 3, c: 2 })[id] ?? 0;
    const { targets } = roundRobinStrategy.order(
      all.map((id) => target(id)),
      signals({ lastFirst }),
      routingOptions.parse({}),
    );
    expect(targets.map(({ id }) => id)).toEqual(['b', 'c', 'a']);
  });

  it('asks targets of weight 0 last', () => {
    const { targets } = roundRobinStrategy.order(
      [target('spare', 0), target('a')],
      signals(),
      routingOptions.parse({}),
    );
    expect(targets.map(({ id }) => id)).toEqual(['a', 'spare']);
  });
});
