import * as esbuild from 'esbuild';
import { startThread, type PolicyThread } from './policy-thread.js';
import type { RunOutcome } from './sandbox/messages.js';
import { workerSource } from './worker-source.js';

const memoryBytes = 32 * 1_048_576;

it('tells why there is no thread where none can be made, and does not throw', async () => {
  // What cannot be copied into a thread keeps the machine from starting it, as does a limit of threads.
  const code = (() => '') as unknown as string;
  const start = { code, memoryBytes, mayFetch: false, loadTimeoutMs: 1, requireFrom: import.meta.url };
  expect(await startThread({ source: '', start })).toMatchObject({
    ...{ ok: false, error: 'threw', message: expect.stringContaining('its sandbox broke') },
  });
});

describe('a run whose time is over', () => {
  let threads: PolicyThread[] = [];
  afterEach(() => {
    for (const thread of threads) thread.end();
    threads = [];
  });

  async function outcomeOf(body: string): Promise<RunOutcome> {
    const code = `export function route() { ${body} }`;
    const start = { code, memoryBytes, mayFetch: false, loadTimeoutMs: 5_000, requireFrom: import.meta.url };
    const started = await startThread({ source: await workerSource(esbuild), start });
    if (!started.ok) throw new Error(started.message);
    threads.push(started.thread);
    const fetch = (): Promise<never> => new Promise(() => undefined);
    const order = { kind: 'run', run: 1, context: '{}', nowMs: 0, seed: 0, timeoutMs: 50 } as const;
    return new Promise((ended) =>
      started.thread.run({ order, fetch, ended, log: () => undefined, freed: () => undefined }),
    );
  }

  it.each([
    ['loops', 'for (;;);'],
    ['loops where nothing can interrupt it', 'return Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1);'],
    ['loops in a promise that it makes', 'return new Promise(() => { for (;;); });'],
    ['loops in what it does later', 'return Promise.resolve().then(() => { for (;;); });'],
    ['loops in an asynchronous function', 'return (async () => { for (;;); })();'],
    [
      'catches what ended it',
      'return (async () => { try { await new Promise(() => { for (;;); }); } catch { return 7; } })();',
    ],
  ])('has run out of time where it %s', async (_where, body) => {
    expect(await outcomeOf(body)).toMatchObject({ ok: false, error: 'timeout' });
  });
});
