/** Adds items to a list, however many there are: as arguments of `push`, a hundred thousand would exhaust the stack. */
export function appendAll<Item>(list: Item[], items: Iterable<Item>): void {
  for (const item of items) list.push(item);
}
