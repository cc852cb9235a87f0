/** Something that ends at a known moment. */
export interface Ending {
  readonly deadlineMs: number;
}

/** Entries ordered by when they end: a binary heap, so that thousands cost no more than a few steps each. */
export interface Deadlines<Entry extends Ending> {
  readonly size: number;
  add(entry: Entry): void;
  /** The one that ends first. */
  first(): Entry | undefined;
  takeFirst(): Entry | undefined;
}

/** Deadlines of these entries. */
export function createDeadlines<Entry extends Ending>(entries: Iterable<Entry> = []): Deadlines<Entry> {
  const heap: Entry[] = [];

  const endsAt = (index: number): number => heap[index]?.deadlineMs ?? Infinity;
  const swap = (one: number, other: number): void => {
    // Both are in the heap: every caller compares them first.
    const kept = heap[one] as Entry;
    heap[one] = heap[other] as Entry;
    heap[other] = kept;
  };
  const rise = (index: number): void => {
    const parent = (index - 1) >> 1;
    if (index === 0 || endsAt(parent) <= endsAt(index)) return;
    swap(parent, index);
    rise(parent);
  };
  const sink = (index: number): void => {
    const left = 2 * index + 1;
    const sooner = endsAt(left + 1) < endsAt(left) ? left + 1 : left;
    if (endsAt(index) <= endsAt(sooner)) return;
    swap(index, sooner);
    sink(sooner);
  };
  const add = (entry: Entry): void => {
    heap.push(entry);
    rise(heap.length - 1);
  };
  for (const entry of entries) add(entry);

  return {
    get size() {
      return heap.length;
    },
    add,
    first: () => heap[0],
    takeFirst() {
      const first = heap[0];
      const last = heap.pop();
      if (last === undefined || heap.length === 0) return first;
      heap[0] = last;
      sink(0);
      return first;
    },
  };
}
