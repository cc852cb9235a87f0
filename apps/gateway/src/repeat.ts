import { setTimeout as sleep } from 'node:timers/promises';

/** Does some work again and again, one at a time, with a rest before each; ends with the signal, after work under way. */
export async function repeat(work: () => Promise<void>, everyMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(everyMs, undefined, { signal, ref: false }).catch(() => undefined); // aborted, the loop ends
    if (!signal.aborted) await work();
  }
}
