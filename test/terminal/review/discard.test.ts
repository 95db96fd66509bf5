/** Discards of chosen files, which are kept first and can be brought back. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { KEEP_MS, type Lab, labWith } from './support';

let at: Lab;
beforeEach(
  () =>
    void (at = labWith({
      'a.txt': 'one\n',
      'b.txt': 'b\n',
      'dir/c.txt': 'c\n',
      'gone.txt': 'x\n',
      'moved.txt': 'the same\n',
    })),
);
afterEach(() => at.close());

const discard = async (...paths: string[]) =>
  at.reviews.discard(at.dir, { files: await at.seen(...paths), by: 'ada' });
const undo = (id: string) => at.reviews.undo(at.dir, id);

/** Of all kinds. */
function makeChanges(): void {
  at.write('a.txt', 'two\n');
  at.write('b.txt', 'staged\n');
  at.git('add', 'b.txt');
  at.write('b.txt', 'staged and more\n');
  at.git('rm', '-q', 'gone.txt');
  at.git('mv', 'moved.txt', 'to.txt');
  at.write('new dir/deep/new.sh', '#!/bin/sh\n', { mode: 0o750 });
  at.write('bytes', Buffer.from([0, 255, 13, 10]));
  at.write('ends.txt', 'a\r\nb\n');
  symlinkSync('a.txt', join(at.dir, 'link'));
}
const snapshot = (): unknown[] =>
  (readdirSync(at.dir, { recursive: true }) as string[])
    .filter((name) => !name.startsWith('.git'))
    .sort()
    .map((name) => {
      const about = lstatSync(join(at.dir, name));
      const content = about.isDirectory()
        ? null
        : about.isSymbolicLink()
          ? readlinkSync(join(at.dir, name))
          : at.read(name);
      return [name, about.mode, content];
    });

it('brings everything back exactly as it was, untracked and staged files too', async () => {
  makeChanges();
  at.git('config', 'core.autocrlf', 'true');
  const before = { files: snapshot(), status: at.status(), staged: at.git('diff', '--cached') };
  const { id, paths, by } = await discard();
  expect({ paths: [...paths].sort(), by }).toEqual({
    paths: ['a.txt', 'b.txt', 'bytes', 'ends.txt', 'gone.txt', 'link', 'new dir/deep/new.sh', 'to.txt'],
    by: 'ada',
  });
  expect(at.status()).toEqual([]);
  expect(existsSync(join(at.dir, 'new dir'))).toBe(false);
  expect((await at.look()).discards).toMatchObject([{ id, by: 'ada' }]);
  await undo(id);
  expect({ files: snapshot(), status: at.status(), staged: at.git('diff', '--cached') }).toEqual(before);
  expect((await at.look()).discards).toEqual([]);
});

it('discards the chosen ones only', async () => {
  makeChanges();
  await discard('a.txt', 'link');
  expect(at.read('a.txt')).toBe('one\n');
  expect(at.status()).toEqual([
    'MM b.txt',
    'D  gone.txt',
    'R  moved.txt -> to.txt',
    '?? bytes',
    '?? ends.txt',
    '?? "new dir/"',
  ]);
});

it('is one discard, and one undo, however often they are asked for', async () => {
  makeChanges();
  const before = snapshot();
  const seen = await at.seen();
  const { id } = await at.reviews.discard(at.dir, { files: seen, by: 'ada' });
  expect((await at.reviews.discard(at.dir, { files: seen, by: 'ada' })).id).toBe(id);
  await undo(id);
  await undo(id);
  expect(snapshot()).toEqual(before);
  expect((await at.reviews.discard(at.dir, { files: seen, by: 'ada' })).id).toBe(id);
  expect(at.status()).toEqual([]);
  await undo(id);
  expect(snapshot()).toEqual(before);
});

it('goes on where it was cut off between two steps', async () => {
  makeChanges();
  const before = snapshot();
  const seen = await at.seen();
  const { id } = await at.reviews.discard(at.dir, { files: seen, by: 'ada' });
  await undo(id);
  // Kept and unstaged, one file removed and not yet brought back, another untouched.
  const manifest = join(at.kept, 'discarded', id, 'manifest.json');
  writeFileSync(manifest, JSON.stringify({ ...JSON.parse(readFileSync(manifest, 'utf8')), state: 'kept' }));
  at.git('reset', '-q');
  rmSync(join(at.dir, 'a.txt'));
  rmSync(join(at.dir, 'bytes'));
  expect((await at.reviews.discard(at.dir, { files: seen, by: 'ada' })).id).toBe(id);
  expect(at.status()).toEqual([]);
  await undo(id);
  expect(snapshot()).toEqual(before);
});

it('knows what was staged where it was cut off right after the index', async () => {
  makeChanges();
  const before = { files: snapshot(), status: at.status() };
  const seen = await at.seen();
  const { id } = await at.reviews.discard(at.dir, { files: seen, by: 'ada' });
  await undo(id);
  const manifest = join(at.kept, 'discarded', id, 'manifest.json');
  writeFileSync(manifest, JSON.stringify({ ...JSON.parse(readFileSync(manifest, 'utf8')), state: 'kept' }));
  at.git('reset', '-q');
  await at.reviews.discard(at.dir, { files: seen, by: 'ada' });
  expect(at.status()).toEqual([]);
  await undo(id);
  expect({ files: snapshot(), status: at.status() }).toEqual(before);
});

it('can be undone where it was cut off', async () => {
  makeChanges();
  const before = snapshot();
  const { id } = await discard();
  const manifest = join(at.kept, 'discarded', id, 'manifest.json');
  writeFileSync(manifest, JSON.stringify({ ...JSON.parse(readFileSync(manifest, 'utf8')), state: 'kept' }));
  rmSync(join(at.dir, 'a.txt'));
  await undo(id);
  expect(snapshot()).toEqual(before);
});

it('discards nothing that is not as it was seen', async () => {
  makeChanges();
  const seen = await at.seen('a.txt', 'b.txt');
  at.write('b.txt', 'newer\n');
  await expect(at.reviews.discard(at.dir, { files: seen, by: 'ada' })).rejects.toMatchObject({
    fault: 'changed',
  });
  expect(at.read('a.txt')).toBe('two\n');
  expect(at.read('b.txt')).toBe('newer\n');
});

it('overwrites nothing when it brings back', async () => {
  makeChanges();
  const { id } = await discard();
  at.write('bytes', 'newer\n');
  await expect(undo(id)).rejects.toMatchObject({
    fault: 'changed',
    message: expect.stringContaining("'bytes'"),
  });
  at.write('.gitignore', 'bytes\n');
  await expect(undo(id)).rejects.toMatchObject({ fault: 'changed' });
  expect(at.read('bytes')).toBe('newer\n');
  expect(at.read('a.txt')).toBe('one\n');
});

it('removes and writes nothing by way of a link', async () => {
  mkdirSync(join(at.root, 'outside'));
  at.write('../outside/c.txt', 'outside\n');
  at.write('extra/c.txt', 'c\n');
  const seen = await at.seen('extra/c.txt');
  rmSync(join(at.dir, 'extra'), { recursive: true });
  symlinkSync('../outside', join(at.dir, 'extra'));
  await expect(at.reviews.discard(at.dir, { files: seen, by: 'ada' })).rejects.toMatchObject({
    fault: 'changed',
  });
  rmSync(join(at.dir, 'dir'), { recursive: true });
  symlinkSync('../outside', join(at.dir, 'dir'));
  await expect(discard('dir/c.txt')).rejects.toMatchObject({
    message: expect.stringContaining('dir is a link now'),
  });
  expect(at.read('../outside/c.txt')).toBe('outside\n');
  const { id } = await discard('dir');
  await discard('dir/c.txt');
  expect(at.read('dir/c.txt')).toBe('c\n');
  await expect(undo(id)).rejects.toMatchObject({ fault: 'changed' });
});

it('takes no directory with it', async () => {
  rmSync(join(at.dir, 'a.txt'));
  at.write('a.txt/inside', 'mine\n');
  await expect(discard('a.txt')).rejects.toMatchObject({
    message: expect.stringContaining('a directory has its place'),
  });
  expect(at.read('a.txt/inside')).toBe('mine\n');
});

it('takes names for names', async () => {
  const names = ['--force', '*', 'line\nbreak', ':(top)x', '<img src=x>'];
  for (const name of names) at.write(name, `${name}\n`);
  const { id } = await discard('*', '--force');
  expect((await at.look()).files.map(({ path }) => path).sort()).toEqual([
    ':(top)x',
    '<img src=x>',
    'line\nbreak',
  ]);
  await undo(id);
  expect((await at.look()).total).toBe(5);
});

it('is private, and gone when its time is over', async () => {
  makeChanges();
  const { id, atMs, untilMs } = await discard('a.txt');
  expect(untilMs - atMs).toBe(KEEP_MS);
  const place = join(at.kept, 'discarded', id);
  expect([statSync(place).mode & 0o777, statSync(join(place, 'file-0')).mode & 0o777]).toEqual([
    0o700, 0o600,
  ]);
  at.aheadMs = KEEP_MS + 1;
  expect((await at.look()).discards).toEqual([]);
  await expect(undo(id)).rejects.toMatchObject({ fault: 'gone' });
  await at.reviews.sweep();
  expect(existsSync(place)).toBe(false);
  await expect(undo('../../x')).rejects.toMatchObject({ fault: 'gone' });
});

it('is refused while a merge is under way, and for what is withheld', async () => {
  at.write('.env', 'TOKEN=1\n');
  await expect(discard('.env')).rejects.toMatchObject({ fault: 'refused' });
  at.write('a.txt', 'two\n');
  at.write('.git/MERGE_HEAD', at.git('rev-parse', 'HEAD'));
  await expect(discard('a.txt')).rejects.toMatchObject({ message: expect.stringContaining('a merge') });
  expect(at.read('a.txt')).toBe('two\n');
});

it('keeps what may be run runnable', async () => {
  chmodSync(join(at.dir, 'b.txt'), 0o755);
  const { id } = await discard('b.txt');
  expect(statSync(join(at.dir, 'b.txt')).mode & 0o111).toBe(0);
  await undo(id);
  expect(statSync(join(at.dir, 'b.txt')).mode & 0o777).toBe(0o755);
});
