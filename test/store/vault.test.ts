/** Secrets: sealed at rest, opened for those who ask, with who and when. */
import { statSync } from 'node:fs';
import { START } from './support';
import { CANARY, SECRET, values, VaultSite, xored } from './vault-site';

let site: VaultSite;
beforeEach(() => (site = new VaultSite()));
afterEach(() => site.remove());

describe('a secret', () => {
  test('comes back as it was put in, whatever text it is', () => {
    const { vault } = site.store();
    const texts = [
      'plain',
      'ключ 🔑',
      '-----BEGIN KEY-----\nab\n-----END KEY-----\n',
      ' ',
      "'; DROP TABLE secrets; --",
    ];
    for (const [index, value] of texts.entries()) {
      const { id } = vault.create({ ...SECRET, name: `S${index}`, value }, 'me');
      expect(vault.reveal(id, 'viewed', 'me').value).toBe(value);
    }
  });

  test('stands in no file of the data directory, and its key only in a file that others cannot read', () => {
    const one = site.store();
    one.vault.create(SECRET, 'me');
    expect(site.filesWith(CANARY)).toEqual([]);
    expect(site.filesWith(xored(CANARY))).toEqual([]);
    expect(statSync(site.keyFile).mode & 0o777).toBe(0o600);
    site.close(one);
    expect(values(site.store())).toEqual({ GITHUB_TOKEN: CANARY });
  });

  test('is not in lists; who opened it and when is noted and counted', () => {
    const { vault } = site.store();
    const { id } = vault.create(SECRET, 'me');
    site.pass(1_000);
    vault.reveal(id, 'viewed', 'ann');
    vault.valuesFor(['GITHUB_TOKEN'], 'task:7');
    expect(JSON.stringify(vault.list())).not.toContain(CANARY);
    expect(vault.get(id)).toMatchObject({ access_count: 2, last_accessed: '2026-03-10 12:00:01.000' });
    expect(vault.access({ id }, 10, 0).items.map(({ action, who }) => `${action} ${who}`)).toEqual([
      'used task:7',
      'viewed ann',
      'created me',
    ]);
  });

  test('that is deleted stays in the log by its name, and a new one does not inherit its accesses', () => {
    const { vault } = site.store();
    const { id } = vault.create(SECRET, 'me');
    vault.remove(id, 'me');
    const again = vault.create(SECRET, 'me');
    expect(vault.access({ id: again.id }, 10, 0).total).toBe(1);
    const names = site.sql((db) =>
      db.prepare('SELECT name, action FROM secret_access ORDER BY id').raw().all(),
    );
    expect(names).toEqual([
      ['GITHUB_TOKEN', 'created'],
      ['GITHUB_TOKEN', 'deleted'],
      ['GITHUB_TOKEN', 'created'],
    ]);
  });

  test('keeps its value when it is renamed, and one name is taken once', () => {
    const { vault } = site.store();
    const { id } = vault.create(SECRET, 'me');
    vault.create({ ...SECRET, name: 'OTHER' }, 'me');
    expect(() => vault.update(id, { name: 'OTHER' }, 'me')).toThrow("A secret named 'OTHER' exists already.");
    vault.update(id, { name: 'NEW', description: 'x' }, 'me');
    expect(vault.reveal(id, 'viewed', 'me')).toMatchObject({ name: 'NEW', description: 'x', value: CANARY });
  });

  test('does not open in the row of another one', () => {
    const { vault } = site.store();
    const one = vault.create(SECRET, 'me');
    const other = vault.create({ ...SECRET, name: 'OTHER', value: 'other' }, 'me');
    site.sql((db) =>
      db.exec(`UPDATE secrets SET encrypted_value = (SELECT encrypted_value FROM secrets WHERE id = ${one.id})
        WHERE id = ${other.id}`),
    );
    expect(() => vault.reveal(other.id, 'viewed', 'me')).toThrow(/OTHER.*damaged or moved/);
    expect(vault.access({ id: other.id }, 10, 0).total).toBe(1);
  });

  test('says when it is due: expired, soon to expire, older than it should get', () => {
    const { vault } = site.store();
    const at = (days: number): string => new Date(START.getTime() + days * 86_400_000).toISOString();
    vault.create({ ...SECRET, name: 'expired', expires_at: at(-1) }, 'me');
    vault.create({ ...SECRET, name: 'soon', expires_at: at(6) }, 'me');
    vault.create({ ...SECRET, name: 'later', expires_at: at(60), rotate_after_days: 30 }, 'me');
    const due = (): unknown[] => vault.list({ due: true }).map(({ name, due }) => [name, due]);
    expect(due()).toEqual([
      ['expired', 'expired'],
      ['soon', 'expires_soon'],
    ]);
    site.pass(31 * 86_400_000);
    expect(due()).toContainEqual(['later', 'rotation']);
    const { id } = vault.list({ q: 'LATER' })[0] as { id: number };
    vault.update(id, { value: 'new' }, 'me');
    expect(vault.list({ due: true, q: 'later' })).toEqual([]);
  });

  test('is given to all or none where several are wanted', () => {
    const { vault } = site.store();
    const { id } = vault.create(SECRET, 'me');
    expect(() => vault.valuesFor(['GITHUB_TOKEN', 'MISSING'], 'task:1')).toThrow("no secret named 'MISSING'");
    expect(vault.get(id).access_count).toBe(0);
  });
});

describe('a lease', () => {
  test('opens the value once, for its holder, within its time', () => {
    const { vault } = site.store();
    const { id } = vault.create(SECRET, 'me');
    const lease = vault.lease('GITHUB_TOKEN', { for: 'task:7' });
    expect(vault.redeem(lease.token)).toMatchObject({ value: CANARY, holder: 'task:7' });
    expect(() => vault.redeem(lease.token)).toThrow(/used already/);
    const late = vault.grant(id, { holder: 'session:x', by: 'me', ttlSeconds: 10 });
    site.pass(10_000);
    expect(() => vault.redeem(late.token)).toThrow(/expired/);
    expect(() => vault.redeem('never-given')).toThrow(/no such lease/);
    expect(site.filesWith(lease.token)).toEqual([]);
  });
});
