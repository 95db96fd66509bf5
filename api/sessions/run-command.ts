/** What the host of a session's terminal carries out for a person. */
import type { Store } from '../../store';
import { awayWords } from '../../store/hosts/away';
import type { SessionCommandKind } from '../../workflows/contracts/host-store';
import { hostOf } from '../../workflows/contracts/hosts';
import { conflict, invalid } from '../http/errors';
import type { Services } from '../services';

/** Has the host carry out a command; gives what it was refused with, or null. */
export function commandRunner({ store, orchestrator }: Pick<Services, 'store' | 'orchestrator'>) {
  const run = commandsIn({ store, orchestrator });
  return async (kind: SessionCommandKind, session: string, payload: unknown): Promise<string | null> =>
    (await run(kind, session, payload)).error;
}

/** The same with the number of the request. */
export function commandsIn({ store, orchestrator }: Pick<Services, 'store' | 'orchestrator'>) {
  return async (
    kind: SessionCommandKind,
    session: string,
    payload: unknown,
  ): Promise<{ readonly id: number; readonly error: string | null }> => {
    const host = kind === 'create' ? hostOfNew(store, session) : store.sessions.get(session)?.host;
    const isJoined = host != null && store.hosts.get(host) !== undefined;
    if (isJoined) requireThere(store, host);
    const id = store.commands.insert(kind, session, payload);
    try {
      const { error } = await orchestrator.runCommand(id, isJoined ? host : undefined);
      // Nothing if the host has ended it: otherwise its workflow was terminated.
      if (error !== null) store.commands.end(id, error);
      // What a program said last is in the record alone, not in the engine's histories.
      return { id, error: error === null ? null : (store.commands.get(id)?.error ?? error) };
    } catch (error) {
      // What was refused is not carried out later, and its environment doesn't stay in the record.
      store.commands.end(id, 'not carried out: no answer from the engine');
      throw error;
    }
  };
}

/** The machine that a session of that name is made on; undefined: this one. */
export function hostOfNew(store: Store, name: string): string | undefined {
  const host = hostOf(name)?.host;
  if (host !== undefined && !store.hosts.get(host))
    throw invalid('name', `there is no host '${host}': see GET /api/hosts`);
  return host;
}

/** @throws HttpError where nobody would carry it out */
function requireThere(store: Store, host: string): void {
  const row = store.hosts.get(host);
  const away = row && awayWords(row.name, row.state, row.state_at);
  if (away !== undefined) throw conflict(`It can't be done now: ${away}.`);
}
