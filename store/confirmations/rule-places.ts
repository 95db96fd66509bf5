/** Where a person's rules go when the built-in ones around them are renewed. */

export interface PlacedRule {
  readonly id: number;
  readonly builtin_id: string | null;
  readonly position: number;
}

/**
 * New positions for the rules of a person: each stays before the built-in rule that came after it, and behind the one
 * before that. `before` in order; `after`: the built-in rules as they are now, in order.
 */
export function keptPlaces(
  before: readonly PlacedRule[],
  after: readonly { readonly id: string; readonly position: number }[],
): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  if (before.every((rule) => rule.builtin_id === null)) return places;
  const indexOf = new Map(after.map(({ id }, index) => [id, index]));
  let waiting: PlacedRule[] = [];
  const put = (at: number): void => {
    const [above, below] = [after[at - 1]?.position, after[at]?.position];
    const from = above ?? (below ?? 0) - waiting.length - 1;
    const to = below ?? from + waiting.length + 1;
    const fits = waiting.every(
      ({ position }) => position > (above ?? -Infinity) && position < (below ?? Infinity),
    );
    if (!fits) {
      waiting.forEach(({ id }, index) =>
        places.set(id, from + ((to - from) * (index + 1)) / (waiting.length + 1)),
      );
    }
    waiting = [];
  };
  for (const rule of before) {
    if (rule.builtin_id === null) waiting.push(rule);
    else if (waiting.length > 0 && indexOf.has(rule.builtin_id)) put(indexOf.get(rule.builtin_id) ?? 0);
  }
  if (waiting.length > 0) put(after.length);
  return places;
}
