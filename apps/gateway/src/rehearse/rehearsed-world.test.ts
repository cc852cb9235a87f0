import type { ModelGroup } from '@smart-router/config';
import { openPeriodHistory } from './period-history.js';
import { openRehearsedWorld, type NotedTurn } from './rehearsed-world.js';

const turn = (change: Partial<NotedTurn>): NotedTurn => ({
  ...{ group: 'chat', conversationKey: 'ck_1', servedBy: 'one/a', firstThen: 'one/a', firstNow: 'one/a' },
  ...{ servedNow: 'one/a', at: 0, ...change },
});

const then = (conversationKey: string | undefined, servedBy = 'one/a') => ({
  group: 'chat',
  conversationKey,
  servedBy,
});

test('a conversation that changes its target goes on with a cold cache, and one that changes no longer with a warm one', () => {
  const world = openRehearsedWorld(openPeriodHistory());
  expect(world.cacheAt('two/b', then('ck_1'))).toEqual({ kind: 'kept', share: 1 });
  world.note(turn({}));
  expect(world.cacheAt('one/a', then('ck_1'))).toEqual({ kind: 'kept', share: 1 });
  expect(world.cacheAt('two/b', then('ck_1'))).toEqual({ kind: 'kept', share: 0 });
  expect(world.cacheAt('one/a', then('ck_1', 'two/b'))).toMatchObject({ kind: 'warmed' });
  world.note(turn({ servedNow: 'two/b' }));
  expect(world.cacheAt('two/b', then('ck_1'))).toEqual({ kind: 'kept', share: 1 });
});

test('of conversations nobody knows, a newcomer that is asked as often has as warm a cache, and one asked seldom a cold one', () => {
  const world = openRehearsedWorld(openPeriodHistory());
  const asked = (firstNow: string): void =>
    world.note(turn({ conversationKey: undefined, firstNow, servedNow: firstNow }));
  for (let index = 0; index < 100; index += 1) asked(index % 20 === 0 ? 'three/c' : 'two/b');
  const shareAt = (target: string): number => world.cacheAt(target, then(undefined)).share;
  expect(shareAt('one/a')).toBe(1);
  expect(shareAt('two/b')).toBeGreaterThan(0.99);
  expect(shareAt('three/c')).toBeGreaterThan(0.1);
  expect(shareAt('three/c')).toBeLessThan(0.2);
});

test('a group with affinity prefers whom the rehearsal asked before, for as long as it says', () => {
  const world = openRehearsedWorld(openPeriodHistory());
  // All that is read of a group.
  const group = { affinity: { ttlMs: 1000 }, targets: [{ id: 'one/a' }, { id: 'two/b' }] } as unknown as ModelGroup;
  world.note(turn({ servedNow: 'two/b', at: 500 }));
  expect(world.warmTarget(group, 'ck_1', 1500)).toBe('two/b');
  expect(world.warmTarget(group, 'ck_1', 1501)).toBeUndefined();
  expect(world.warmTarget({ ...group, affinity: undefined }, 'ck_1', 600)).toBeUndefined();
  expect(world.warmTarget(group, undefined, 600)).toBeUndefined();
  expect([world.lastFirst('chat', 'one/a'), world.lastFirst('chat', 'two/b')]).toEqual([1, undefined]);
});
