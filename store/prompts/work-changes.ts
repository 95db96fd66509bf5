/**
 * What changed in the directories where prompts were at work, an attempt a row. Sessions share directories: which other
 * prompts were at work in the same repository in that time is found when it is read.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Stage } from '../../workflows/contracts/glossary';
import type { ChangedFile, WorkChanges } from '../../workflows/contracts/work-changes';
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';

interface Row {
  readonly prompt_id: number;
  readonly granted_at: string;
  readonly host: string;
  readonly session_name: string;
  readonly directory: string;
  readonly top: string | null;
  readonly began_at: string;
  readonly ended_at: string | null;
  readonly head_before: string | null;
  readonly head_after: string | null;
  readonly note: string | null;
  readonly total: number;
  readonly paths: string | null;
  readonly files: Buffer | null;
  /** 1: the attempt goes on. */
  readonly is_open: number;
}

interface OtherRow {
  readonly id: number;
  readonly session_name: string;
  readonly content: string;
  readonly stage: Stage;
  readonly paths: string | null;
}

/** A prompt that was at work in the same repository in that time. */
export interface OtherWork extends Omit<OtherRow, 'paths'> {
  /** Files that changed for both; null where it isn't known what changed for the other. */
  readonly both: readonly string[] | null;
}

export interface KeptChanges extends Omit<Row, 'paths' | 'files' | 'is_open'> {
  readonly isOpen: boolean;
  readonly files: readonly ChangedFile[] | null;
  readonly others: readonly OtherWork[];
}

const MOST_OTHERS = 20;
const CONTENT_CHARS = 200;

export type WorkChangesStore = ReturnType<typeof workChangesRepository>;

export function workChangesRepository(db: Db, clock: Clock) {
  // What is told of an attempt that has ended stays: a late word that it began changes nothing of it.
  const keep = db.prepare(`
    INSERT INTO work_changes (prompt_id, granted_at, host, session_name, directory, top, began_at, ended_at,
      head_before, head_after, note, total, paths, files)
    SELECT @promptId, @grantedAt, @host, @session, @directory, @top, @beganAt, @endedAt,
      @headBefore, @headAfter, @note, @total, @paths, @files
    WHERE EXISTS (SELECT 1 FROM prompts WHERE id = @promptId)
    ON CONFLICT (prompt_id, granted_at) DO UPDATE SET ended_at = excluded.ended_at, head_after = excluded.head_after,
      note = excluded.note, total = excluded.total, paths = excluded.paths, files = excluded.files
      WHERE work_changes.ended_at IS NULL AND work_changes.host = excluded.host`);
  const of = db.prepare<[number], Row>(`
    SELECT w.*, EXISTS (SELECT 1 FROM leases l WHERE l.prompt_id = w.prompt_id AND l.granted_at = w.granted_at) AS is_open
    FROM work_changes w WHERE w.prompt_id = ? ORDER BY w.began_at DESC`);
  const others = db.prepare<
    [{ id: number; host: string; top: string; from: string; until: string }],
    OtherRow
  >(`
    SELECT p.id, w.session_name, substr(p.content, 1, ${CONTENT_CHARS}) AS content, p.stage, w.paths
    FROM work_changes w JOIN prompts p ON p.id = w.prompt_id
    WHERE w.host = @host AND w.top = @top AND w.began_at < @until AND p.id <> @id
      AND coalesce(w.ended_at, p.completed_at, @until) > @from
    ORDER BY w.began_at DESC LIMIT ${MOST_OTHERS}`);

  const othersOf = ({ prompt_id: id, host, top, began_at: from, ended_at, paths }: Row): OtherWork[] => {
    if (top === null) return [];
    const until = ended_at ?? sqlTime(clock());
    const mine = new Set(pathsIn(paths));
    return others.all({ id, host, top, from, until }).map(({ paths: theirs, ...other }) => ({
      ...other,
      both: theirs === null ? null : pathsIn(theirs).filter((path) => mine.has(path)),
    }));
  };

  return {
    /** `host`: the machine that joined; unset = the server's own. */
    keep({ files, beganAtMs, endedAtMs, ...changes }: WorkChanges, host = ''): void {
      keep.run({
        ...{ ...changes, host },
        beganAt: sqlTime(new Date(beganAtMs)),
        endedAt: endedAtMs === null ? null : sqlTime(new Date(endedAtMs)),
        paths: files && JSON.stringify(files.map(({ path }) => path)),
        files: files && gzipSync(JSON.stringify(files)),
      });
    },

    /** Of all attempts, the newest first. */
    of: (promptId: number): KeptChanges[] =>
      of.all(promptId).map((row) => {
        const { paths: _, files, is_open, ...rest } = row;
        const read = files && (JSON.parse(gunzipSync(files).toString()) as ChangedFile[]);
        return { ...rest, isOpen: is_open === 1, files: read, others: othersOf(row) };
      }),
  };
}

const pathsIn = (paths: string | null): string[] => (paths === null ? [] : (JSON.parse(paths) as string[]));
