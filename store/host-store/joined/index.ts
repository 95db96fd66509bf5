/**
 * The store as a host sees it that has joined. It calls its sessions by its own names, `reviewer`; here they are
 * `build-1/reviewer`. What has to do with no session of its own is not there for it.
 */
import type { HostStore } from '../../../workflows/contracts/host-store';
import type { Store } from '../..';
import { localHostStore } from '..';
import { joinedDialogs } from './dialogs';
import { joinedPrompts } from './prompts';
import { placeOf } from './place';
import { joinedSessions } from './sessions';

export { NotYoursError } from './place';

export function joinedHostStore(store: Store, host: string): HostStore {
  const place = placeOf(host);
  const local = localHostStore(store);
  return {
    ...joinedPrompts({ store, local, place }),
    ...joinedDialogs({ store, local, place }),
    ...joinedSessions({ store, local, place }),
  };
}
