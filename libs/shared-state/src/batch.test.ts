import { createBatch } from './batch.js';

it('asks at once what is asked at the same time, and gives each its own answers', async () => {
  const trips: (readonly number[])[] = [];
  const double = createBatch(async (numbers: readonly number[]) => {
    trips.push(numbers);
    return numbers.map((number) => number * 2);
  });
  expect(await Promise.all([double([1, 2]), double([]), double([3])])).toEqual([[2, 4], [], [6]]);
  expect(await double([4])).toEqual([8]);
  expect(trips).toEqual([[1, 2, 3], [4]]);
});

it('tells everybody when the trip fails, and goes on with the next', async () => {
  const asked = createBatch(async (words: readonly string[]) => {
    if (words.includes('bad')) throw new Error('no');
    return words;
  });
  const both = await Promise.allSettled([asked(['good']), asked(['bad'])]);
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await asked(['good'])).toEqual(['good']);
});
