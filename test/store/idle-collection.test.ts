/** SQLite's statements are native objects: what frees them must not need that anything runs. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

test('statements that are collected while nothing runs do not end the process', async () => {
  const child = join(__dirname, 'idle-collection.cjs');
  const { stdout } = await promisify(execFile)(process.execPath, [child]);
  expect(Number(stdout)).toBeGreaterThan(100);
});
