/** Names of a host's sessions: its own, and those that they have here. */
import type { HostStore } from '../../../workflows/contracts/host-store';
import { hostOf, sessionOn } from '../../../workflows/contracts/hosts';
import type { Store } from '../..';

/** A host asked for what has to do with none of its sessions. */
export class NotYoursError extends Error {
  override readonly name = 'NotYoursError';
}

export interface Place {
  readonly host: string;
  /** What its session is called here. */
  here(name: string): string;
  /** What a session is called there; undefined: it is not one of its sessions. */
  there(session: string): string | undefined;
  /** @throws NotYoursError */
  own(session: string | null | undefined, what: string): string;
}

export interface JoinedDeps {
  readonly store: Store;
  readonly local: HostStore;
  readonly place: Place;
}

export function placeOf(host: string): Place {
  const there = (session: string): string | undefined => {
    const found = hostOf(session);
    return found?.host === host ? found.name : undefined;
  };
  return {
    host,
    here: (name) => sessionOn(host, name),
    there,
    own(session, what) {
      const name = session == null ? undefined : there(session);
      if (name === undefined) throw new NotYoursError(`${what} is none of host '${host}'`);
      return name;
    },
  };
}
