/** Keys that the server makes for itself: whole, its owner's alone, and the same at every start. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptKey } from '../../store/kept-key';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'architect-keys-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('a key is made once, for its owner only', () => {
  const key = keptKey(join(dir, 'data'), 'api-token');
  expect(key).toMatch(/^[\w-]{43}$/);
  expect(keptKey(join(dir, 'data'), 'api-token')).toBe(key);
  expect(statSync(join(dir, 'data/api-token')).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(dir, 'data'))).toEqual(['api-token']);
});

test.each(['', '\n'])('a file that a crash left empty (%j) is no key: another is made', (content) => {
  writeFileSync(join(dir, 'api-token'), content);
  const key = keptKey(dir, 'api-token');
  expect(key).toHaveLength(43);
  expect(keptKey(dir, 'api-token')).toBe(key);
});

test('what can not be read is said with its path', () => {
  mkdirSync(join(dir, 'api-token'));
  expect(() => keptKey(dir, 'api-token')).toThrow(/api-token can't be read or written \(EISDIR\).*remove it/);
});
