/** Lets few in at once: each costs memory and time. */
export interface Gate {
  /** What the work yields; `undefined` when too many wait already. */
  pass<Value>(work: () => Promise<Value>): Promise<Value | undefined>;
}

/** A gate for so many at once, with a bounded queue before it. */
export function makeGate(atOnce: number, mostWaiting: number): Gate {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return {
    pass: async (work) => {
      if (inside >= atOnce) {
        if (waiting.length >= mostWaiting) return undefined;
        await new Promise<void>((enter) => waiting.push(enter));
      } else inside += 1;
      try {
        return await work();
      } finally {
        // The place goes to the next in line, or becomes free.
        const next = waiting.shift();
        if (next === undefined) inside -= 1;
        else next();
      }
    },
  };
}
