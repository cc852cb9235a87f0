import { setTimeout as sleep } from 'node:timers/promises';

/** How long and how often to look. */
export interface WaitOptions {
  /** Default 60 000: a starved machine gets there too, and whoever is well waits no longer for it. */
  readonly timeoutMs?: number;
  /** Default 20. */
  readonly everyMs?: number;
  /** What is waited for, as the error says it. */
  readonly what?: string;
}

/** Asks again and again until the answer is neither `undefined` nor `false`, and returns it; fails when time is up. */
export async function waitFor<Answer>(
  condition: () => Answer | undefined | false | Promise<Answer | undefined | false>,
  options: WaitOptions = {},
): Promise<Answer> {
  const { timeoutMs = 60_000, everyMs = 20, what = 'the condition' } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await condition();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}, in vain`);
    await sleep(everyMs);
  }
}
