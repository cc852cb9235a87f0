import type { UsageSums } from '@smart-router/core';

/** Reads the sums of keys on a day. */
export type ReadSums = (keys: readonly string[], day: number) => Promise<readonly UsageSums[]>;

/** A read that has not begun. */
interface Waiting {
  readonly day: number;
  readonly keys: Set<string>;
  readonly answer: Promise<ReadonlyMap<string, UsageSums>>;
}

/** One read at a time; those that come meanwhile become one, which begins after all of them were asked. */
export function joinReads(read: ReadSums): ReadSums {
  let waiting: Waiting | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const enqueue = (day: number): Waiting => {
    const keys = new Set<string>();
    const answer = last.then(async () => {
      if (waiting?.keys === keys) waiting = undefined;
      const sums = await read([...keys], day);
      return new Map(sums.map((each) => [each.key, each]));
    });
    last = answer.catch(() => undefined);
    waiting = { day, keys, answer };
    return waiting;
  };
  return async (keys, day) => {
    const next = waiting?.day === day ? waiting : enqueue(day);
    for (const key of keys) next.keys.add(key);
    const sums = await next.answer;
    return keys.flatMap((key) => sums.get(key) ?? []);
  };
}
