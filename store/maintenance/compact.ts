/** Gives the room of what was removed back to the disk. */
import type { Sizes } from '../../workflows/contracts/maintenance';
import type { Db } from '../open';

/** VACUUM writes the whole file anew, so it has to be worth it: a twentieth of the pages. */
const WORTH_IT = 0.05;

export function compact(db: Db): Sizes {
  const number = (name: string): number => Number(db.pragma(name, { simple: true }));
  const size = (): number => number('page_count') * number('page_size');
  const before = size();
  if (number('freelist_count') > number('page_count') * WORTH_IT) db.exec('VACUUM');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.pragma('optimize');
  return { before, after: size() };
}
