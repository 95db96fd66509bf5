/** The first `count` of many in that order, without sorting them all. */
export function firstOf<Item>(
  items: Iterable<Item>,
  count: number,
  compare: (a: Item, b: Item) => number,
): Item[] {
  const first: Item[] = [];
  for (const item of items) {
    const last = first.at(-1);
    if (first.length >= count && last !== undefined && compare(item, last) >= 0) continue;
    const after = first.findIndex((other) => compare(item, other) < 0);
    first.splice(after === -1 ? first.length : after, 0, item);
    if (first.length > count) first.pop();
  }
  return first;
}
