/** Sessions that got other names. Pure. */
import type { Rename } from '../../workflows/contracts/host-store';

/** What is kept by name goes along with the names, which may have been swapped. */
export function moveKeys<Value>(map: Map<string, Value>, renames: readonly Rename[]): void {
  const moved = renames.flatMap(({ from, to }) => {
    const value = map.get(from);
    return value === undefined ? [] : [[to, value] as const];
  });
  for (const { from } of renames) map.delete(from);
  for (const [to, value] of moved) map.set(to, value);
}
