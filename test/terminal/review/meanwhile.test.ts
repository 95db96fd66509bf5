/** Discards and undos while somebody else writes to the same files: nothing that is written at that moment is lost. */
import { existsSync, linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lab, labWith } from './support';

let at: Lab;
beforeEach(() => void (at = labWith({ 'a.txt': 'one\n', 'b.txt': 'b\n', 'gone.txt': 'x\n' })));
afterEach(() => at.close());

const discard = async (...paths: string[]) =>
  at.reviews.discard(at.dir, { files: await at.seen(...paths), by: 'ada' });
/** Asked right after the files were looked at. */
const undoWhile = (id: string, happens: () => void) => at.reviews.undo(at.dir, id, happens);
const manifestOf = (id: string): string => join(at.kept, 'discarded', id, 'manifest.json');

it('overwrites nothing that is written while it is brought back', async () => {
  at.write('a.txt', 'mine\n');
  at.write('b.txt', 'mine too\n');
  const { id } = await discard();
  await expect(undoWhile(id, () => at.write('a.txt', 'newer\n'))).rejects.toMatchObject({
    fault: 'changed',
    message: expect.stringContaining(`'a.txt' changed at this very moment and stayed`),
  });
  expect([at.read('a.txt'), at.read('b.txt')]).toEqual(['newer\n', 'b\n']);
  expect(at.status()).toEqual([' M a.txt']);
  at.git('checkout', 'a.txt');
  await undoWhile(id, () => undefined);
  expect([at.read('a.txt'), at.read('b.txt')]).toEqual(['mine\n', 'mine too\n']);
});

it('takes away again nothing that is written meanwhile', async () => {
  rmSync(join(at.dir, 'gone.txt'));
  const { id } = await discard();
  expect(at.read('gone.txt')).toBe('x\n');
  await expect(undoWhile(id, () => at.write('gone.txt', 'newer\n'))).rejects.toMatchObject({
    fault: 'changed',
  });
  expect(at.read('gone.txt')).toBe('newer\n');
});

it('tells of no discard where nothing was discarded, and keeps nothing of it', async () => {
  at.write('a.txt', 'mine\n');
  const files = await at.seen();
  const late = at.reviews.discard(at.dir, { files, by: 'ada' }, () => at.write('a.txt', 'newer\n'));
  await expect(late).rejects.toMatchObject({ fault: 'changed' });
  expect(at.read('a.txt')).toBe('newer\n');
  expect((await at.look()).discards).toEqual([]);
  expect(readdirSync(join(at.kept, 'discarded'))).toEqual([]);
});

it('removes nothing that is written while one that was cut off goes on', async () => {
  at.write('a.txt', 'mine\n');
  at.write('b.txt', 'mine too\n');
  const files = await at.seen();
  const { id } = await at.reviews.discard(at.dir, { files, by: 'ada' });
  await undoWhile(id, () => undefined);
  const kept: object = JSON.parse(readFileSync(manifestOf(id), 'utf8'));
  writeFileSync(manifestOf(id), JSON.stringify({ ...kept, state: 'kept' }));
  rmSync(join(at.dir, 'b.txt'));
  const late = at.reviews.discard(at.dir, { files, by: 'ada' }, () => at.write('a.txt', 'newer\n'));
  await expect(late).rejects.toMatchObject({ fault: 'changed' });
  expect(at.read('a.txt')).toBe('newer\n');
});

it('takes nothing back that was committed since, however late the same request comes', async () => {
  at.write('a.txt', 'mine\n');
  const files = await at.seen();
  await at.reviews.discard(at.dir, { files, by: 'ada' });
  at.write('a.txt', 'theirs\n');
  at.git('commit', '-qam', 'theirs');
  const again = at.reviews.discard(at.dir, { files, by: 'ada' });
  await expect(again).rejects.toMatchObject({ fault: 'changed' });
  expect(at.status()).toEqual([]);
  expect(at.read('a.txt')).toBe('theirs\n');
});

it('discards both names of one file', async () => {
  at.write('a.txt', 'mine\n');
  rmSync(join(at.dir, 'b.txt'));
  linkSync(join(at.dir, 'a.txt'), join(at.dir, 'b.txt'));
  linkSync(join(at.dir, 'a.txt'), join(at.root, 'outside'));
  const { id } = await discard();
  expect([at.read('a.txt'), at.read('b.txt')]).toEqual(['one\n', 'b\n']);
  expect(readFileSync(join(at.root, 'outside'), 'utf8')).toBe('mine\n');
  await undoWhile(id, () => undefined);
  expect([at.read('a.txt'), at.read('b.txt')]).toEqual(['mine\n', 'mine\n']);
});

it('leaves nothing of its own in the directory where it could not bring back', async () => {
  at.write('dir/a.txt', 'mine\n');
  const { id } = await discard();
  rmSync(join(at.kept, 'discarded', id, 'file-0'));
  await expect(undoWhile(id, () => undefined)).rejects.toMatchObject({ fault: 'refused' });
  expect(existsSync(join(at.dir, 'dir')) ? readdirSync(join(at.dir, 'dir')) : []).toEqual([]);
});

it('brings back what was staged, though git let go of it meanwhile', async () => {
  at.write('b.txt', 'staged\n');
  at.git('add', 'b.txt');
  at.write('b.txt', 'staged and more\n');
  const { id } = await discard();
  at.git('gc', '-q', '--prune=now');
  await undoWhile(id, () => undefined);
  expect([at.git('show', ':b.txt'), at.read('b.txt')]).toEqual(['staged\n', 'staged and more\n']);
  expect(at.git('fsck')).toBe('');
});
