/** The numbered log of changes that triggers keep: what the event stream follows, across processes. */
import { type FSWatcher, watch } from 'node:fs';
import type { Db } from './open';

export interface Change {
  readonly seq: number;
  readonly kind: 'prompt' | 'session' | 'confirmation' | 'confirm' | 'task' | 'plan';
  /** Id of the prompt, dialog, task or plan, or session name; empty for `confirm`, the settings. */
  readonly key: string;
}

export type Changes = ReturnType<typeof changesRepository>;

export function changesRepository(db: Db) {
  const last = db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM changes').pluck();
  const since = db.prepare<[number], Change>(
    'SELECT seq, kind, key FROM changes WHERE seq > ? ORDER BY seq LIMIT 1000',
  );
  return {
    last: () => last.get() ?? 0,
    /** Changes after `seq`, oldest first, at most 1000. */
    since: (seq: number) => since.all(seq),
    /**
     * Calls `written` for each write to the database by any process: the write-ahead log changes with it. Best effort, and
     * more than once for one commit. Gives what ends it.
     */
    onWrite(written: () => void): () => void {
      let watcher: FSWatcher | undefined;
      const end = (): void => watcher?.close();
      try {
        watcher = watch(`${db.name}-wal`, { persistent: false }, written);
        // Where the system watches no more files whoever follows looks now and then.
        watcher.on('error', end);
      } catch {
        return () => undefined;
      }
      return end;
    },
  };
}
