import type { PolicyThread } from './policy-thread.js';

/** A thread that may go and had nothing to do for so long ends, in milliseconds. */
const idleMs = 60_000;

/** Threads of a pool that have nothing to do. */
export interface IdleThreads {
  add(thread: PolicyThread): void;
  /** The one that was used last, so that those that are not needed stay idle. */
  take(): PolicyThread | undefined;
  endAll(): void;
}

/** What the pool says of its threads, and is told of them. */
export interface IdleRules {
  /** Whether one of them may end. */
  mayEnd(): boolean;
  /** One has ended, or was found dead. */
  gone(): void;
}

/** No thread yet. */
export function createIdleThreads({ mayEnd, gone }: IdleRules): IdleThreads {
  const alarms = new Map<PolicyThread, NodeJS.Timeout>();
  const remove = (thread: PolicyThread): void => {
    clearTimeout(alarms.get(thread));
    alarms.delete(thread);
  };
  const end = (thread: PolicyThread): void => {
    remove(thread);
    gone();
    thread.end();
  };
  return {
    add(thread) {
      alarms.set(thread, setTimeout(() => mayEnd() && end(thread), idleMs).unref());
    },
    take() {
      for (const dead of [...alarms.keys()].filter((thread) => !thread.isAlive())) {
        remove(dead);
        gone();
      }
      const latest = [...alarms.keys()].at(-1);
      if (latest !== undefined) remove(latest);
      return latest;
    },
    endAll: () => [...alarms.keys()].forEach(end),
  };
}
