/** What is kept of each release, in test/releases: its databases with something in them, and its recorded histories. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { openStore } from '../../store';
import { openDatabase } from '../../store/db/open';
import { DATABASE_FILES } from '../../store/db/databases';
import { newTask } from '../store/task-support';
import { PLAIN, queued, typing } from '../store/support';
import { SECRET } from '../store/vault-site';
import { recordedHistories, type RecordedHistory } from '../workflows/support/histories';

export const RELEASES = join(__dirname, '..', 'releases');
const HISTORIES = 'histories.json.gz';

/** The versions, the oldest first. */
export const releases = (directory = RELEASES): string[] =>
  existsSync(directory)
    ? readdirSync(directory)
        .filter((name) => /^\d+\.\d+\.\d+$/.test(name))
        .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    : [];

/** Keeps what this checkout has as that release. */
export function keepRelease(directory: string): void {
  mkdirSync(directory, { recursive: true });
  const histories = Object.fromEntries(recordedHistories().map(({ file, history }) => [file, history]));
  writeFileSync(join(directory, HISTORIES), gzipSync(JSON.stringify(histories)));
  const dataDir = mkdtempSync(join(tmpdir(), 'architect-release-'));
  try {
    fill(dataDir);
    for (const file of Object.values(DATABASE_FILES)) {
      // One file, without the log beside it.
      const db = openDatabase(join(dataDir, file));
      db.pragma('journal_mode = DELETE');
      db.exec('VACUUM');
      db.close();
      writeFileSync(join(directory, `${flat(file)}.gz`), gzipSync(readFileSync(join(dataDir, file))));
    }
    writeFileSync(join(directory, 'vault-key.gz'), gzipSync(readFileSync(join(dataDir, 'vault-key'))));
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** The databases of a release, as somebody who updates has them. */
export function unpackRelease(directory: string, dataDir: string): void {
  for (const file of [...Object.values(DATABASE_FILES), 'vault-key']) {
    const target = join(dataDir, file);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, gunzipSync(readFileSync(join(directory, `${flat(file)}.gz`))), { mode: 0o600 });
  }
}

/** The histories of all releases that are not among those of now, named after their release. */
export function releasedHistories(directory = RELEASES): RecordedHistory[] {
  const current = new Set(recordedHistories().map(({ history }) => JSON.stringify(history)));
  return releases(directory).flatMap((version) => {
    const text = gunzipSync(readFileSync(join(directory, version, HISTORIES))).toString();
    const kept = Object.entries(JSON.parse(text) as Record<string, RecordedHistory['history']>);
    return kept
      .filter(([, history]) => !current.has(JSON.stringify(history)))
      .map(([file, history]) => ({
        ...{ file: `${version}/${file}`, workflow: file.split('.')[0] as string, history },
      }));
  });
}

const flat = (file: string): string => file.replaceAll('/', '-');

/** Something under way and something ended of what people would miss. */
function fill(dataDir: string): void {
  const store = openStore({ dataDir });
  try {
    typing(store, 'at-work', { content: 'at work' });
    const ended = typing(store, 'ended', { content: 'ended' });
    store.lifecycle.settle(ended, 'completed', 'done');
    queued(store, { ...PLAIN, content: 'waits', target_session: 'away' });
    newTask(store);
    const project = store.projects.insert({ name: 'project' }, 'me');
    store.features.insert({ title: 'feature', project_id: project.id }, 'me');
    store.bugs.insert({ title: 'bug', project_id: project.id }, 'me');
    store.vault.create(SECRET, 'me');
  } finally {
    store.close();
  }
}
