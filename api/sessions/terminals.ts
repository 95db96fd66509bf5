/** What routes ask of the watch over the terminals. A tmux that doesn't answer keeps nobody waiting for long. */
import { setTimeout as pause } from 'node:timers/promises';
import type { SessionRow } from '../../store/rows';
import type { AppDeps } from '../context';
import { notFound } from '../http/errors';

/** Then the record holds what was last seen. */
const WATCH_TIMEOUT_MS = 1_000;

export type Terminals = ReturnType<typeof terminals>;

export function terminals({
  store,
  log,
  followNames,
  look,
}: Pick<AppDeps, 'store' | 'log' | 'followNames' | 'look'>) {
  const within = async (work: Promise<void>, failed: string): Promise<void> => {
    const late = new AbortController();
    const tried = work.catch((error: unknown) => log.debug({ err: error }, failed));
    await Promise.race([tried, pause(WATCH_TIMEOUT_MS, undefined, { signal: late.signal })]);
    late.abort();
  };
  const requireSession = (name: string | undefined): SessionRow => {
    const row = name === undefined ? undefined : store.sessions.get(name);
    if (!row) throw notFound(`session '${name}'`);
    return row;
  };
  const namesOfNow = (): Promise<void> =>
    within(followNames(), 'the names of the sessions could not be read');

  return {
    /** The record has the names that the terminals have in this moment: whoever names a session means one of those. */
    namesOfNow,
    /** @throws HttpError 404 */
    requireSession,
    /**
     * The session that is called so now. Whatever changes a session finds it by this: a name in the record may be another
     * terminal's since a moment ago. Nothing may be awaited between this and the use of the row.
     * @throws HttpError 404
     */
    async named(name: string | undefined): Promise<SessionRow> {
      await namesOfNow();
      return requireSession(name);
    },
    /** Its state in the record is that of this moment. Ready is what it was seen to be twice: one frame may be half-drawn. */
    lookAt: (name: string): Promise<void> =>
      within(
        look(name).then(() => look(name)),
        'a session could not be looked at',
      ),
  };
}
