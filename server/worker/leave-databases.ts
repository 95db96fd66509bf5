/** Before databases are migrated the worker processes leave them: one of another release must not write into new tables. */
import { setTimeout as pause } from 'node:timers/promises';
import { StoreError } from '../../store/db/open';
import { schemaStanding } from '../../store/db/schema';
import type { Place } from '../instance';
import { workingIn } from './registry';

const LOOK_EVERY_MS = 100;
/** Longer than one takes to end. */
const LEAVE_WITHIN_MS = 25_000;

/** @throws StoreError, with what to do, where one stays */
export async function haveWorkersLeave(
  dataDir: string,
  place: Pick<Place, 'wantsAlone'>,
  say: (line: string) => void,
  leaveWithinMs = LEAVE_WITHIN_MS,
): Promise<void> {
  if (workingIn(dataDir).length === 0 || schemaStanding(dataDir) !== 'older') return;
  place.wantsAlone(true);
  say('The databases are brought up to date: the worker processes end first, and start again afterwards.');
  for (const endMs = performance.now() + leaveWithinMs; ;) {
    const staying = workingIn(dataDir);
    if (staying.length === 0) return;
    if (performance.now() > endMs) {
      const pids = staying.map(({ pid }) => pid).join(' ');
      throw new StoreError(
        'busy',
        `The databases in ${dataDir} have to be migrated, but worker processes have them open still: end them with "kill -KILL ${pids}" (nothing accepted is lost), and start again.`,
      );
    }
    await pause(LOOK_EVERY_MS);
  }
}
