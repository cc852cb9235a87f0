import type { PolicyThread, StartedThread } from './policy-thread.js';
import type { RunFailure } from './sandbox/messages.js';

/** A thread beyond the first that had nothing to do for so long ends, in milliseconds. */
const idleMs = 60_000;

/** Threads of one policy. */
export interface ThreadPool {
  /**
   * Gives the next thread that is free, one caller after the other. Whoever gets one hands it back.
   * @param signal ends the wait: `undefined` then.
   */
  take(signal: AbortSignal): Promise<PolicyThread | RunFailure | undefined>;
  giveBack(thread: PolicyThread): void;
  /** Threads end as soon as they have nothing to do; whoever still comes is served all the same. */
  retire(): void;
}

/** What a pool is made of. */
export interface ThreadPoolParts {
  readonly size: number;
  readonly first: PolicyThread;
  start(): Promise<StartedThread>;
}

type Taker = (taken: PolicyThread | RunFailure | undefined) => void;

/** A pool that begins with one thread and grows when somebody waits. A thread that is gone is replaced. */
export function createThreadPool({ size, first, start }: ThreadPoolParts): ThreadPool {
  let idle: readonly PolicyThread[] = [first];
  let count = 1;
  let isRetired = false;
  const takers: Taker[] = [];
  const idleTimers = new Map<PolicyThread, NodeJS.Timeout>();
  const grow = (): void => {
    count += 1;
    void start().then((started) => {
      if (started.ok) return offer(started.thread);
      count -= 1;
      takers.shift()?.(started);
    });
  };
  const end = (thread: PolicyThread): void => {
    idle = idle.filter((other) => other !== thread);
    count -= 1;
    thread.end();
  };
  const offer = (thread: PolicyThread): void => {
    const taker = takers.shift();
    if (taker !== undefined) return taker(thread);
    idle = [...idle, thread];
    if (isRetired) return end(thread);
    // The one that was used last is taken first, so that those that are not needed fall idle; one always stays.
    const timer = setTimeout(() => idle.includes(thread) && count > 1 && end(thread), idleMs).unref();
    idleTimers.set(thread, timer);
  };
  return {
    take(signal) {
      idle = idle.filter((thread) => thread.isAlive() || void (count -= 1));
      const thread = idle.at(-1);
      if (thread !== undefined) {
        idle = idle.slice(0, -1);
        clearTimeout(idleTimers.get(thread));
        idleTimers.delete(thread);
        return Promise.resolve(thread);
      }
      if (count < size) grow();
      return new Promise((taken) => {
        takers.push(taken);
        signal.addEventListener('abort', () => {
          const place = takers.indexOf(taken);
          if (place >= 0) takers.splice(place, 1);
          taken(undefined);
        });
      });
    },
    giveBack(thread) {
      if (thread.isAlive()) return offer(thread);
      count -= 1;
      if (count === 0 || takers.length > 0) grow();
    },
    retire() {
      isRetired = true;
      for (const timer of idleTimers.values()) clearTimeout(timer);
      idle.forEach(end);
    },
  };
}
