import { createIdleThreads } from './idle-threads.js';
import type { PolicyThread, StartedThread } from './policy-thread.js';
import type { RunFailure } from './sandbox/messages.js';
import { createWaitingLine } from './waiting-line.js';

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

/** A pool that begins with one thread and grows when somebody waits. A thread that is gone is replaced. */
export function createThreadPool({ size, first, start }: ThreadPoolParts): ThreadPool {
  let count = 1;
  let isRetired = false;
  const line = createWaitingLine<PolicyThread | RunFailure>();
  const gone = (): void => void (count -= 1);
  const idle = createIdleThreads({ mayEnd: () => count > 1, gone });
  const offer = (thread: PolicyThread): void => {
    if (line.serve(thread)) return;
    idle.add(thread);
    if (isRetired) idle.endAll();
  };
  const grow = (): void => {
    count += 1;
    void start().then((started) => {
      if (started.ok) return offer(started.thread);
      gone();
      line.serve(started);
    });
  };
  idle.add(first);
  return {
    take(signal) {
      const thread = idle.take();
      if (thread !== undefined) return Promise.resolve(thread);
      if (count < size) grow();
      return line.wait(signal);
    },
    giveBack(thread) {
      if (thread.isAlive()) return offer(thread);
      gone();
      if (count === 0 || !line.isEmpty()) grow();
    },
    retire() {
      isRetired = true;
      idle.endAll();
    },
  };
}
