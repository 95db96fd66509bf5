/**
 * Dashboards of this checkout on other data directories, as a service has whose settings are in a file: a shell without
 * them is told, instead of hearing that none runs.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, PROJECT_ROOT } from '../config';
import { standingOf } from './instance';

type Place = Pick<Config, 'cacheDir' | 'dataDir'>;

interface Note {
  readonly root: string;
  readonly dataDir: string;
}

const NAME_LENGTH = 16;
const DEFAULT_DIR = join(PROJECT_ROOT, 'data');

const notesIn = (cacheDir: string): string => join(cacheDir, 'running');
const fileOf = ({ cacheDir, dataDir }: Place): string =>
  join(notesIn(cacheDir), createHash('sha256').update(dataDir).digest('hex').slice(0, NAME_LENGTH));

/** Leaves a note, where others would not look by themselves. Returns what takes it away. */
export function noteElsewhere(place: Place): () => void {
  if (place.dataDir === DEFAULT_DIR) return () => undefined;
  const file = fileOf(place);
  try {
    mkdirSync(notesIn(place.cacheDir), { recursive: true, mode: 0o700 });
    writeFileSync(file, JSON.stringify({ root: PROJECT_ROOT, dataDir: place.dataDir }), { mode: 0o600 });
  } catch {
    // A home that can't be written: it is a help only.
  }
  return () => rmSync(file, { force: true });
}

/** What a person is told where none runs on this data directory. A note proves nothing: the lock is asked. */
export async function notRunning(place: Place): Promise<string> {
  // Who names a data directory means that one.
  const others = place.dataDir === DEFAULT_DIR ? await servingElsewhere(place.cacheDir) : [];
  return others.length === 0
    ? 'Not running.'
    : [`Not running on the data directory ${place.dataDir}.`, ...others].join('\n');
}

async function servingElsewhere(cacheDir: string): Promise<string[]> {
  const dir = notesIn(cacheDir);
  if (!existsSync(dir)) return [];
  const found = await Promise.all(
    readdirSync(dir).map(async (name): Promise<string[]> => {
      const note = read(join(dir, name));
      if (note?.root !== PROJECT_ROOT) return [];
      const standing = existsSync(note.dataDir) ? await standingOf(note.dataDir) : undefined;
      if (standing?.state !== 'serving') return [];
      return [
        `One with other settings runs at ${standing.url} (process ${standing.pid}): set ARCHITECT_DATA_DIR=${note.dataDir} to reach it.`,
      ];
    }),
  );
  return found.flat();
}

function read(file: string): Note | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Note;
  } catch {
    return undefined;
  }
}
