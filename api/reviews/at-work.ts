/** Which sessions may write in a directory at this moment. */
import { sep } from 'node:path';
import type { Store } from '../../store';
import type { SessionRow } from '../../store/rows';
import type { SessionState } from '../../workflows/contracts/glossary';

/** What isn't known to rest may be at work. */
const RESTING: ReadonlySet<SessionState> = new Set(['idle', 'waiting_input', 'exited', 'limited']);

const isInside = (directory: string, top: string): boolean =>
  directory === top || directory.startsWith(top === sep ? sep : top + sep);

const isAtWork = ({ status, current_task_id: task, present }: SessionRow): boolean =>
  present === 1 && (task !== null || !RESTING.has(status));

/** Of this machine, by name. */
export const atWorkIn = (store: Store, top: string): string[] =>
  store.sessions
    .list()
    .filter(({ host, working_dir: dir }) => dir !== null && isInside(dir, top) && !isJoined(store, host))
    .filter(isAtWork)
    .map(({ name }) => name);

export const isJoined = (store: Store, host: string | null): host is string =>
  host !== null && store.hosts.get(host) !== undefined;
