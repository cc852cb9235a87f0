import { readMarkers } from './markers.js';

test('finds calls in their order, with JSON that holds brackets itself', () => {
  const { calls, rest } = readMarkers(
    'Please [[call:grid {"rows":[[1,2],[3]]}]] and [[call:patch *** Begin]] or [[call:now]] do it.',
  );
  expect(calls).toEqual([
    { name: 'grid', input: '{"rows":[[1,2],[3]]}' },
    { name: 'patch', input: '*** Begin' },
    { name: 'now', input: undefined },
  ]);
  expect(rest).toBe('Please  and  or  do it.');
});

test('reads the other markers, and leaves other brackets alone', () => {
  expect(
    readMarkers('[[calls:2]][[say:Good [day]]][[cached:10]][[cache-written:5]][[tag:a-1]] see [[wiki]] [[call:open'),
  ).toEqual({
    calls: [],
    callCount: 2,
    say: 'Good [day',
    cached: 10,
    cacheWritten: 5,
    usage: undefined,
    failAt: [],
    tier: undefined,
    chargeUsd: undefined,
    tag: 'a-1',
    rest: '] see [[wiki]] [[call:open',
  });
  expect(readMarkers('[[usage:{"input":9,"output":5}]] [[fail-at:one]] [[fail-at:two]]')).toMatchObject({
    usage: { input: 9, cached: 0, cacheWritten: 0, output: 5, reasoning: 0 },
    failAt: ['one', 'two'],
  });
  expect(readMarkers('').callCount).toBeUndefined();
  expect(readMarkers('[[tier:flex]] [[charge:0.5]]')).toMatchObject({ tier: 'flex', chargeUsd: 0.5 });
});
