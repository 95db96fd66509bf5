/** The databases of each release, and of this checkout as the next one, are brought up to date with all that is in them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../../store';
import { openDatabase } from '../../store/db/open';
import { DATABASE_FILES } from '../../store/db/databases';
import { keepRelease, RELEASES, releasedHistories, releases, unpackRelease } from '../support/releases';
import { recordedHistories } from '../workflows/support/histories';
import { SECRET, values } from './vault-site';

const made = mkdtempSync(join(tmpdir(), 'architect-releases-'));
const NEXT = join(made, '99.0.0');
const dataDir = mkdtempSync(join(tmpdir(), 'architect-released-'));
beforeAll(() => keepRelease(NEXT));
afterAll(() => [made, dataDir].forEach((dir) => rmSync(dir, { recursive: true })));

const each = [...releases().map((version) => [version, join(RELEASES, version)]), ['this checkout', NEXT]];

const contents = (store: Store) => ({
  prompts: store.prompts.unsettledIds(0).map((id) => store.prompts.get(id)?.content),
  ended: store.prompts.get(2)?.status,
  tasks: store.tasks.unsettledIds(0).length,
  items: [store.features.get(1)?.title, store.bugs.get(1)?.title, store.projects.get(1)?.name],
  secrets: values(store),
});

test.each(each)('%s', (_, directory) => {
  unpackRelease(directory, dataDir);
  // The second time there is nothing left to do.
  for (let times = 0; times < 2; times += 1) {
    const store = openStore({ dataDir });
    try {
      expect(contents(store)).toEqual({
        ...{ prompts: ['at work', 'waits'], ended: 'completed', tasks: 1 },
        ...{ items: ['feature', 'bug', 'project'], secrets: { [SECRET.name]: SECRET.value } },
      });
    } finally {
      store.close();
    }
  }
  for (const file of Object.values(DATABASE_FILES)) {
    const db = openDatabase(join(dataDir, file));
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(db.pragma('foreign_key_check')).toEqual([]);
    db.close();
  }
});

test('histories of a release are those that this checkout has no more', () => {
  expect(recordedHistories().length).toBeGreaterThan(50);
  expect(releasedHistories(made)).toEqual([]);
});
