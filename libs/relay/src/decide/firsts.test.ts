import { createFirsts } from './firsts.js';

describe('who stood first when', () => {
  it('is told in requests of the group since then', () => {
    const firsts = createFirsts();
    for (const id of ['a', 'b', 'a', 'c']) firsts.note('group', id);
    expect(['a', 'b', 'c'].map((id) => firsts.last('group', id))).toEqual([2, 3, 1]);
  });

  it('is not known of who never did', () => {
    const firsts = createFirsts();
    expect(firsts.last('group', 'a')).toBeUndefined();
    firsts.note('group', 'b');
    expect(firsts.last('group', 'a')).toBeUndefined();
  });

  it('counts every group for itself, though they share a target', () => {
    const firsts = createFirsts();
    firsts.note('one', 'a');
    firsts.note('other', 'a');
    firsts.note('other', 'b');
    expect([firsts.last('one', 'a'), firsts.last('other', 'a')]).toEqual([1, 2]);
  });

  it('keeps as much as there are targets, however many requests come', () => {
    const firsts = createFirsts();
    for (let request = 0; request < 10_000; request += 1) firsts.note('group', `t${request % 3}`);
    expect(firsts.last('group', 't0')).toBe(1);
  });
});
