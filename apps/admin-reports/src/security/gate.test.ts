import { makeGate } from './gate.js';

/** Work that ends when it is told to. */
function work(): { readonly start: () => Promise<string>; readonly end: () => void; isRunning: boolean } {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const self = {
    isRunning: false,
    end: () => end(),
    start: async () => {
      self.isRunning = true;
      await ended;
      self.isRunning = false;
      return 'done';
    },
  };
  return self;
}

test('lets so many in at once, the next in their order, and turns away who would wait too long', async () => {
  const gate = makeGate(2, 1);
  const all = [work(), work(), work(), work()] as const;
  const [first, second, third, fourth] = all.map((each) => gate.pass(each.start));
  expect(all.map(({ isRunning }) => isRunning)).toEqual([true, true, false, false]);
  expect(await fourth).toBeUndefined();
  all[0].end();
  expect(await first).toBe('done');
  expect(all[2].isRunning).toBe(true);
  all[1].end();
  all[2].end();
  expect(await Promise.all([second, third])).toEqual(['done', 'done']);
});

test('work that fails gives its place back', async () => {
  const gate = makeGate(1, 0);
  await expect(gate.pass(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await gate.pass(() => Promise.resolve('done'))).toBe('done');
});
