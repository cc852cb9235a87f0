import { createSweptMap } from './swept-map.js';

describe('a swept map', () => {
  it('drops what is stale a little at a time, and keeps the rest', () => {
    const map = createSweptMap<number>(100, (untilMs, nowMs) => nowMs >= untilMs);
    for (let entry = 0; entry < 20; entry += 1) map.set(`e${entry}`, entry % 2 === 0 ? 10 : 1000);
    map.sweep(10);
    expect(map.size).toBe(19);
    for (let sweep = 0; sweep < 20; sweep += 1) map.sweep(10);
    expect(map.size).toBe(10);
    expect(map.get('e1')).toBe(1000);
  });

  it('lets the oldest go beyond its bound', () => {
    const map = createSweptMap<number>(2, () => false);
    for (const key of ['a', 'b', 'c']) map.set(key, 1);
    expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([undefined, 1, 1]);
  });
});
