/**
 * One timer for all time limits of a call. Activity only moves a number; the timer looks at it when it fires, so a busy
 * stream costs no timer work per chunk.
 */
export interface Watchdog {
  /** Sets the moment, in milliseconds of `now`, at which `onExpired` is called unless moved again; `undefined` rests. */
  expectBy(deadline: number | undefined): void;
  stop(): void;
}

/** Starts a resting watchdog. */
export function startWatchdog(now: () => number, onExpired: () => void): Watchdog {
  let deadline: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let firesAt = Infinity;

  const arm = (): void => {
    if (deadline === undefined || deadline >= firesAt) return;
    clearTimeout(timer);
    firesAt = deadline;
    timer = setTimeout(fire, Math.max(0, deadline - now()));
  };
  const expire = (): void => {
    if (deadline === undefined) return;
    if (now() >= deadline) onExpired();
    else arm();
  };
  // Timers run before sockets: what arrived while the process was busy is read first, and then counts as in time.
  const fire = (): void => {
    firesAt = Infinity;
    setImmediate(expire);
  };
  return {
    expectBy(next) {
      deadline = next;
      arm();
    },
    stop() {
      deadline = undefined;
      clearTimeout(timer);
    },
  };
}
