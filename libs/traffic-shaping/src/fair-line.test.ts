import fc from 'fast-check';
import { createFairLine, type FairLine, type Place } from './fair-line.js';

const place = (id: string, parts: Partial<Place> = {}): Place => ({
  ...{ id, flow: id.split('.')[0] ?? id, weight: 1, cost: 1, deadlineMs: 1000 },
  ...parts,
});

function lineOf(places: readonly Place[], maxDepth = 1000): FairLine {
  const line = createFairLine();
  for (const each of places) line.enter(each, maxDepth);
  return line;
}

/** Serves everybody; returns who came when. */
function serveAll(line: FairLine): readonly Place[] {
  const served: Place[] = [];
  for (let next = line.next(); next !== undefined; next = line.next()) {
    line.serve(next.id);
    served.push(next);
  }
  return served;
}

const ids = (places: readonly Place[]): readonly string[] => places.map(({ id }) => id);

describe('a fair line', () => {
  it('serves one flow in the order of arrival', () => {
    expect(ids(serveAll(lineOf([place('a.1'), place('a.2'), place('a.3')])))).toEqual(['a.1', 'a.2', 'a.3']);
  });

  it('lets a flow with little overtake one with much', () => {
    const line = lineOf(['a.1', 'a.2', 'a.3', 'a.4', 'b.1'].map((id) => place(id)));
    expect(ids(serveAll(line))).toEqual(['a.1', 'b.1', 'a.2', 'a.3', 'a.4']);
  });

  it('gives who comes later no more than its share, and no less', () => {
    const line = lineOf(['a.1', 'a.2', 'a.3', 'a.4'].map((id) => place(id)));
    line.serve('a.1');
    line.serve('a.2');
    for (const id of ['b.1', 'b.2', 'b.3']) line.enter(place(id), 1000);
    expect(ids(serveAll(line))).toEqual(['a.3', 'b.1', 'a.4', 'b.2', 'b.3']);
  });

  it('serves a flow of weight 3 three times as often', () => {
    const places = Array.from({ length: 12 }, (_, index) => [
      place(`a.${index}`),
      place(`b.${index}`, { weight: 3 }),
    ]).flat();
    const firstTwelve = serveAll(lineOf(places)).slice(0, 12);
    expect(firstTwelve.filter(({ flow }) => flow === 'b')).toHaveLength(9);
  });

  it('counts what is asked for, not how often', () => {
    const small = Array.from({ length: 10 }, (_, index) => place(`small.${index}`, { cost: 10 }));
    const large = Array.from({ length: 10 }, (_, index) => place(`large.${index}`, { cost: 50 }));
    const served = serveAll(lineOf([...large, ...small]));
    const untilSmallIsDone = served.slice(
      0,
      served.findIndex(({ id }) => id === 'small.9'),
    );
    expect(untilSmallIsDone.filter(({ flow }) => flow === 'large')).toHaveLength(2);
  });

  it('holds two flows that wait to what they may differ by: their largest costs, each over its weight', () => {
    const flowOf = (name: string) =>
      fc.record({
        name: fc.constant(name),
        weight: fc.integer({ min: 1, max: 5 }),
        costs: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 30, maxLength: 30 }),
      });
    fc.assert(
      fc.property(flowOf('a'), flowOf('b'), flowOf('c'), fc.nat({ max: 20 }), (one, other, third, from) => {
        const line = createFairLine();
        const shareOf = new Map<string, number>();
        const all = [one, other, third];
        for (let index = 0; index < 30; index += 1) {
          for (const { name, weight, costs } of all) {
            line.enter(place(`${name}.${index}`, { weight, cost: costs[index] ?? 1 }), 1000);
          }
        }
        const left = new Map(all.map(({ name }) => [name, 30]));
        let turn = 0;
        let worst = 0;
        while ([...left.values()].every((count) => count > 0)) {
          const next = line.next();
          if (next === undefined) throw new Error('the line ended early');
          line.serve(next.id);
          left.set(next.flow, (left.get(next.flow) ?? 0) - 1);
          if (turn >= from) shareOf.set(next.flow, (shareOf.get(next.flow) ?? 0) + next.cost / next.weight);
          turn += 1;
          for (const mine of all) {
            for (const theirs of all) {
              const bound = Math.max(...mine.costs) / mine.weight + Math.max(...theirs.costs) / theirs.weight;
              const difference = (shareOf.get(mine.name) ?? 0) - (shareOf.get(theirs.name) ?? 0);
              worst = Math.max(worst, difference - bound);
            }
          }
        }
        expect(worst).toBeLessThan(1e-9);
      }),
    );
  });

  it('starves nobody: a newcomer waits for at most two turns of each other flow, however many they have', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
        fc.nat(100),
        (crowds, at) => {
          const line = createFairLine();
          crowds.forEach((crowd, flow) => {
            for (let index = 0; index < crowd; index += 1) line.enter(place(`${flow}.${index}`), 1000);
          });
          for (let turn = 0; turn < at && line.depth > 1; turn += 1) line.serve(line.next()?.id ?? '');
          line.enter(place('new.1'), 1000);
          const turns = ids(serveAll(line)).indexOf('new.1');
          expect(turns).toBeLessThanOrEqual(2 * crowds.length);
        },
      ),
    );
  });
});

describe('leaving a line', () => {
  it('frees the place, and costs the flow nothing', () => {
    const line = lineOf(['a.1', 'a.2', 'a.3', 'b.1', 'b.2'].map((id) => place(id)));
    line.leave('a.1');
    line.leave('a.2');
    expect(line.depth).toBe(3);
    expect(ids(serveAll(line))).toEqual(['a.3', 'b.1', 'b.2']);
  });

  it('is harmless for those who have left already', () => {
    const line = lineOf([place('a.1')]);
    line.leave('a.1');
    line.leave('a.1');
    line.serve('a.1');
    expect(line.next()).toBeUndefined();
    expect(line.depth).toBe(0);
  });

  it('is due exactly when the deadline comes, and told once', () => {
    const line = lineOf([place('a.1', { deadlineMs: 20 }), place('b.1', { deadlineMs: 10 }), place('c.1')]);
    expect(line.nextDeadlineMs()).toBe(10);
    expect(ids(line.due(9))).toEqual([]);
    expect(ids(line.due(10))).toEqual(['b.1']);
    expect(ids(line.due(20))).toEqual(['a.1']);
    expect(line.depth).toBe(3);
    expect(line.nextDeadlineMs()).toBe(1000);
  });

  it('forgets the deadline of a former stay', () => {
    const line = lineOf([place('a.1', { deadlineMs: 10 }), place('b.1')]);
    line.leave('a.1');
    line.enter(place('a.1', { deadlineMs: 500 }), 10);
    expect(ids(line.due(100))).toEqual([]);
    expect(ids(line.due(500))).toEqual(['a.1']);
  });
});

describe('a full line', () => {
  it('takes exactly as many as it may', () => {
    const line = lineOf([place('a.1'), place('b.1'), place('c.1')], 3);
    expect(line.enter(place('d.1'), 3)).toEqual({ kind: 'full' });
    expect(line.depth).toBe(3);
    line.leave('b.1');
    expect(line.enter(place('d.1'), 3)).toEqual({ kind: 'entered', displaced: undefined });
  });

  it('takes nobody when it has no places', () => {
    expect(createFairLine().enter(place('a.1'), 0)).toEqual({ kind: 'full' });
  });

  it('lets the last of the flow with the most places make room for a flow with fewer', () => {
    const line = lineOf(
      ['a.1', 'a.2', 'a.3', 'b.1'].map((id) => place(id)),
      4,
    );
    expect(line.enter(place('c.1'), 4)).toMatchObject({ kind: 'entered', displaced: { id: 'a.3' } });
    expect(line.enter(place('a.4'), 4)).toEqual({ kind: 'full' });
    expect(line.enter(place('b.2'), 4)).toEqual({ kind: 'full' });
    expect(ids(serveAll(line)).toSorted()).toEqual(['a.1', 'a.2', 'b.1', 'c.1']);
  });

  it('lets a flow keep places in proportion to its weight', () => {
    const line = lineOf(
      ['a.1', 'a.2'].map((id) => place(id)),
      2,
    );
    expect(line.enter(place('b.1', { weight: 3 }), 2)).toMatchObject({ displaced: { id: 'a.2' } });
    expect(line.enter(place('b.2', { weight: 3 }), 2)).toEqual({ kind: 'full' });
  });
});

describe('a line over any steps', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('enter' as const), flow: fc.nat(3), waitMs: fc.nat(50) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('serve' as const) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('leave' as const), who: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(20) }) },
  );

  it('holds its depth, its backlog and its deadlines, and is empty in the end', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), fc.integer({ min: 1, max: 12 }), (steps, maxDepth) => {
        const line = createFairLine();
        const here = new Map<string, Place>();
        let nowMs = 0;
        const gone = (id: string | undefined): void => void (id !== undefined && here.delete(id));
        for (const [index, taken] of steps.entries()) {
          if (taken.kind === 'enter') {
            const wanted = place(`${taken.flow}.${index}`, {
              cost: 1 + (index % 3),
              deadlineMs: nowMs + taken.waitMs + 1,
            });
            const entry = line.enter(wanted, maxDepth);
            expect(here.size === maxDepth || entry.kind === 'entered').toBe(true);
            if (entry.kind === 'entered') here.set(wanted.id, wanted);
            if (entry.kind === 'entered') gone(entry.displaced?.id);
          } else if (taken.kind === 'serve') {
            const next = line.next();
            expect(next === undefined).toBe(here.size === 0);
            if (next !== undefined) line.serve(next.id);
            gone(next?.id);
          } else if (taken.kind === 'leave') {
            const id = [...here.keys()][taken.who % Math.max(1, here.size)] ?? 'nobody';
            line.leave(id);
            gone(id);
          } else {
            nowMs += taken.ms;
            const due = line.due(nowMs).map(({ id }) => id);
            const expected = [...here.values()].filter(({ deadlineMs }) => deadlineMs <= nowMs).map(({ id }) => id);
            expect(due.toSorted()).toEqual(expected.toSorted());
            due.forEach((id) => line.leave(id));
            due.forEach(gone);
          }
          expect(line.depth).toBe(here.size);
          expect(line.depth).toBeLessThanOrEqual(maxDepth);
          const costs = [...here.values()].reduce((sum, { cost }) => sum + cost, 0);
          expect(line.backlog).toBeCloseTo(costs, 9);
        }
        expect(serveAll(line)).toHaveLength(here.size);
        expect(line.backlog).toBe(0);
      }),
    );
  });
});
