/** The record at the start: an empty file is a new one, unless a backup knows better. */
import { mkdirSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openRecord } from '../../server/open-store';
import { loadConfig } from '../../config';
import { openStore } from '../../store';
import { createBackup } from '../../store/backup';
import { temporaryDirectory } from '../store/support';

const FILES = ['architect.db', 'assigner/assigner.db', 'site_health.db'];

let dir: string;
let dataDir: string;
let backupDir: string;
beforeEach(() => {
  dir = temporaryDirectory();
  dataDir = join(dir, 'data');
  backupDir = join(dataDir, 'backups');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const start = async (): Promise<void> =>
  (await openRecord({ ...loadConfig({}), dataDir, backupDir })).close();
const backup = async (day: number): Promise<string> => {
  const clock = () => new Date(`2026-03-${day}T12:00:00.000Z`);
  return (await createBackup({ dataDir, backupDir, reason: 'test', clock })).dir;
};
const size = (path: string): number => statSync(join(dataDir, path)).size;
function emptyFile(path: string): void {
  mkdirSync(dirname(join(dataDir, path)), { recursive: true });
  writeFileSync(join(dataDir, path), '');
}

describe.each(FILES)('%s of 0 bytes', (path) => {
  it('is damage where a backup has it with content: the newest good one is named, nothing is touched', async () => {
    await start();
    const good = await backup(10);
    truncateSync(join(await backup(11), path), 100);
    emptyFile(path);
    writeFileSync(join(dataDir, `${path}-wal`), 'may be of use yet');
    await expect(start()).rejects.toThrow(
      `${join(dataDir, path)} is damaged (it has 0 bytes, and a backup has it with content). The newest good backup is of 2026-03-10T12:00:00.000Z; to put it back: architect restore ${good}`,
    );
    expect([size(path), size(`${path}-wal`)]).toEqual([0, 17]);
  });

  it('is what a first start leaves that was cut off, also beside backups of other records', async () => {
    const own = dataDir;
    backupDir = join(dir, 'backups');
    dataDir = join(dir, 'other');
    await start();
    await backup(10);
    dataDir = own;
    emptyFile(path);
    await start();
    expect(size(path)).toBeGreaterThan(4_096);
  });

  it('is no damage where it was empty in the backup too', async () => {
    emptyFile(path);
    await backup(10);
    await start();
    expect(size(path)).toBeGreaterThan(4_096);
  });
});

test('backups that moved with their data directory are its own', async () => {
  openStore({ dataDir }).close();
  await backup(10);
  const moved = join(dir, 'moved');
  renameSync(dataDir, moved);
  dataDir = moved;
  backupDir = join(moved, 'backups');
  emptyFile('architect.db');
  await expect(start()).rejects.toThrow('it has 0 bytes');
});

test('without one good backup the message says what else can be done', async () => {
  await start();
  truncateSync(join(await backup(10), 'architect.db'), 100);
  emptyFile('architect.db');
  await expect(start()).rejects.toThrow('There is no good backup in');
});
