/** The vault's keys: rotated, missing, wrong, derived; whatever happens to them, no value is destroyed. */
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { writeOriginal } from './original';
import { CANARY, SECRET, values, VaultSite, xored } from './vault-site';

let site: VaultSite;
beforeEach(() => (site = new VaultSite()));
afterEach(() => site.remove());

describe('rotation of the key', () => {
  test('seals all values anew; the former key stays for backups until it is to be forgotten', () => {
    const { vault } = site.store();
    for (const name of ['A', 'B']) vault.create({ ...SECRET, name }, 'me');
    const [first] = site.keysInFile();
    const done = vault.rotate({ by: 'me' });
    expect(done).toMatchObject({ resealed: 2, unreadable: [], kept_keys: [first] });
    expect(site.keysInFile()).toEqual([first, done.key_id]);
    const sealedWith = site.sql((db) =>
      db.prepare('SELECT DISTINCT substr(encrypted_value, 4, 16) FROM secrets').pluck().all(),
    );
    expect(sealedWith).toEqual([done.key_id]);
    const again = vault.rotate({ by: 'me', forgetFormer: true });
    expect(site.keysInFile()).toEqual([again.key_id]);
    expect(values(site.store())).toEqual({ A: CANARY, B: CANARY });
  });

  test('that is cut off before its end leaves every value readable', () => {
    const one = site.store();
    one.vault.create(SECRET, 'me');
    // The disk refuses the last write of the transaction.
    site.sql((db) =>
      db.exec(`CREATE TRIGGER full BEFORE UPDATE ON secrets BEGIN SELECT RAISE(ABORT, 'disk full'); END`),
    );
    expect(() => one.vault.rotate({ by: 'me' })).toThrow('disk full');
    site.sql((db) => db.exec('DROP TRIGGER full'));
    site.close(one);
    const next = site.store();
    expect(next.vault.list()[0]?.readable).toBe(true);
    next.vault.rotate({ by: 'me', forgetFormer: true });
    expect(values(site.store())).toEqual({ GITHUB_TOKEN: CANARY });
  });
});

describe('a key that is missing or wrong', () => {
  test.each(['is gone', 'is another one'])('destroys no value: the key file %s', (what) => {
    const one = site.store();
    const { id } = one.vault.create(SECRET, 'me');
    site.close(one);
    const file = readFileSync(site.keyFile, 'utf8');
    if (what === 'is gone') rmSync(site.keyFile);
    else writeFileSync(site.keyFile, file.replace(/: "[\w-]{8}/, ': "AAAAAAAA'));
    const two = site.store();
    expect(two.vault.list()[0]?.readable).toBe(false);
    expect(() => two.vault.reveal(id, 'viewed', 'me')).toThrow(
      /can't be read, its key [0-9a-f]{16} isn't here: put the key file/,
    );
    expect(() => two.vault.update(id, { value: 'new' }, 'me')).toThrow(/can't be read/);
    expect(() => two.vault.update(id, { name: 'NEW' }, 'me')).toThrow(/can't be read/);
    expect(() => two.vault.create({ ...SECRET, name: 'X' }, 'me')).toThrow(/key .* isn't here/);
    expect(() => two.vault.rotate({ by: 'me' })).toThrow(/GITHUB_TOKEN.*nothing was changed/);
    two.vault.update(id, { description: 'still to be described' }, 'me');
    site.close(two);
    writeFileSync(site.keyFile, file);
    expect(values(site.store())).toEqual({ GITHUB_TOKEN: CANARY });
  });

  test('may be given up: the readable get a new key, the others stay as they are until they are overwritten', () => {
    const one = site.store();
    const { id } = one.vault.create(SECRET, 'me');
    site.close(one);
    const file = readFileSync(site.keyFile, 'utf8');
    rmSync(site.keyFile);
    const two = site.store();
    expect(two.vault.rotate({ by: 'me', leaveUnreadable: true })).toMatchObject({
      resealed: 0,
      unreadable: ['GITHUB_TOKEN'],
    });
    two.vault.create({ ...SECRET, name: 'X' }, 'me');
    two.vault.update(id, { value: 'new' }, 'me', { overwrite: true });
    expect(values(two)).toEqual({ GITHUB_TOKEN: 'new', X: CANARY });
    expect(site.keysInFile()).not.toEqual(Object.keys(JSON.parse(file).keys));
  });

  test('a damaged key file is said, not replaced', () => {
    const one = site.store();
    one.vault.create(SECRET, 'me');
    site.close(one);
    writeFileSync(site.keyFile, 'not a key');
    const { vault } = site.store();
    expect(vault.list()[0]?.readable).toBe(false);
    expect(() => vault.reveal(1, 'viewed', 'me')).toThrow(/key file .* is damaged/);
    expect(() => vault.rotate({ by: 'me' })).toThrow(/key file .* is damaged/);
    expect(readFileSync(site.keyFile, 'utf8')).toBe('not a key');
  });
});

describe('SECRET_KEY', () => {
  const [OLD, NEW] = ['the-former-secret-key', 'the-secret-key-of-now'];

  test('gives the key in place of the file', () => {
    site.store([OLD]).vault.create(SECRET, 'me');
    expect(readdirSync(site.dir)).not.toContain('vault-key');
    expect(values(site.store([OLD]))).toEqual({ GITHUB_TOKEN: CANARY });
    expect(() => values(site.store([NEW]))).toThrow(/set SECRET_KEY to what it was/);
    expect(() => values(site.store())).toThrow(/set SECRET_KEY to what it was/);
  });

  test('may be changed: with the former one beside it, rotation seals all with the new', () => {
    site.store([OLD]).vault.create(SECRET, 'me');
    site.store([NEW, OLD]).vault.rotate({ by: 'me', forgetFormer: true });
    expect(values(site.store([NEW]))).toEqual({ GITHUB_TOKEN: CANARY });
  });

  test('may come later: rotation moves the secrets from the file to it', () => {
    site.store().vault.create(SECRET, 'me');
    expect(values(site.store([NEW]))).toEqual({ GITHUB_TOKEN: CANARY });
    site.store([NEW]).vault.rotate({ by: 'me', forgetFormer: true });
    expect(site.keysInFile()).toEqual([]);
    expect(values(site.store([NEW]))).toEqual({ GITHUB_TOKEN: CANARY });
  });
});

test('secrets of the original system are sealed once, and its form of them is gone from the files', () => {
  writeOriginal(site.dir, 'as documented');
  site.sql((db) => {
    db.prepare('UPDATE secrets SET encrypted_value = ?').run(xored(CANARY));
    db.prepare("INSERT INTO secrets (name, encrypted_value) VALUES ('STAR', ?)").run(xored('a*b ü€'));
  });
  expect(site.filesWith(xored(CANARY))).not.toEqual([]);
  const one = site.store();
  expect([one.vault.sealOriginal(), one.vault.sealOriginal()]).toEqual([2, 0]);
  expect(site.filesWith(xored(CANARY))).toEqual([]);
  expect(values(one)).toEqual({ GITHUB_TOKEN: CANARY, STAR: 'a*b ü€' });
  expect(one.vault.list()[0]).toMatchObject({ service: 'github', category: 'token', access_count: 4 });
});
