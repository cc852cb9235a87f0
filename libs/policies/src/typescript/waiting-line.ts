/** Callers who wait for the same, served one after the other. */
export interface WaitingLine<Served> {
  /** @param signal ends the wait: `undefined` then. */
  wait(signal: AbortSignal): Promise<Served | undefined>;
  /** Serves who came first; whether anybody was there. */
  serve(served: Served): boolean;
  isEmpty(): boolean;
}

/** Nobody waits yet. */
export function createWaitingLine<Served>(): WaitingLine<Served> {
  const waiting = new Set<(served: Served | undefined) => void>();
  return {
    wait: (signal) =>
      new Promise((ended) => {
        waiting.add(ended);
        signal.addEventListener('abort', () => {
          waiting.delete(ended);
          ended(undefined);
        });
      }),
    serve(served) {
      const [first] = waiting;
      if (first === undefined) return false;
      waiting.delete(first);
      first(served);
      return true;
    },
    isEmpty: () => waiting.size === 0,
  };
}
