import { startThread } from './policy-thread.js';

it('tells why there is no thread where none can be made, and does not throw', async () => {
  // What cannot be copied into a thread keeps the machine from starting it, as does a limit of threads.
  const code = (() => '') as unknown as string;
  const start = { code, memoryBytes: 1, mayFetch: false, loadTimeoutMs: 1, requireFrom: import.meta.url };
  expect(await startThread({ source: '', start })).toMatchObject({
    ...{ ok: false, error: 'threw', message: expect.stringContaining('its sandbox broke') },
  });
});
