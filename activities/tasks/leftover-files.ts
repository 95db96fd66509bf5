/** Removes the files of tasks that are no longer in the record. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../../store';

/** Number of files that went. May be repeated. */
export function removeLeftoverFiles(dir: string, tasks: Pick<Store['tasks'], 'get'>): number {
  // A task is in the record before it has files: what is found here without a row has lost it.
  const left = (existsSync(dir) ? readdirSync(dir) : []).filter((name) => {
    const id = /^(\d+)\./.exec(name)?.[1];
    return id !== undefined && !tasks.get(Number(id));
  });
  for (const name of left) rmSync(join(dir, name), { force: true });
  return left.length;
}
