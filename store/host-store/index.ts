/** The store as the terminal side of this machine sees it. */
import type { HostStore } from '../../workflows/contracts/host-store';
import type { Store } from '..';
import { hostDialogs } from './dialogs';
import { hostPrompts } from './prompts';
import { hostSessions } from './sessions';

/** Each call is one synchronous piece of work, so that nothing comes between what it compares and what it writes. */
export function localHostStore(store: Store): HostStore {
  return { ...hostPrompts(store), ...hostDialogs(store), ...hostSessions(store) };
}
