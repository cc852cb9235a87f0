/** Rings once, unless it was stopped before. */
export interface Alarm {
  stop(): void;
}

/**
 * Rings when the time is over and what has arrived by then was read: timers are served before sockets and messages, so that
 * after a pause of this whole process what was answered in time would be taken for late.
 */
export function startAlarm(afterMs: number, ring: () => void): Alarm {
  let isStopped = false;
  const lastLook = (): void => {
    if (!isStopped) ring();
  };
  const timer = setTimeout(() => setImmediate(lastLook), afterMs);
  return {
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
