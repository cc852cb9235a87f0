/** First in, first out; taking the first is cheap however many wait, unlike `shift` of a long array. */
export interface Queue<Item> {
  readonly first: Item | undefined;
  push(item: Item): void;
  /** Takes the first out. */
  leave(): void;
  all(): readonly Item[];
}

/** So many places of those that left are kept before the rest moves up. */
const maxGap = 1024;

/** An empty queue. */
export function openQueue<Item>(): Queue<Item> {
  let items: (Item | undefined)[] = [];
  let at = 0;
  return {
    get first() {
      return items[at];
    },
    push: (item) => void items.push(item),
    leave() {
      items[at] = undefined;
      at += 1;
      if (at < maxGap || at * 2 < items.length) return;
      items = items.slice(at);
      at = 0;
    },
    all: () => items.slice(at) as readonly Item[], // only places before `at` were emptied
  };
}
