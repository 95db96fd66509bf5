/** Sealing everything anew: under a new key, and what the original system left in its own form. */
import type { Db } from '../db/open';
import { keyIdOf, open, seal, xor42 } from './cipher';
import { VaultError } from './errors';
import type { Keyring } from './keyring';
import { type SecretRow, belongsTo } from './rows';

export interface Rotation {
  /** The new key. */
  readonly key_id: string;
  readonly resealed: number;
  /** Names of secrets that are left as they are, because their key isn't here. */
  readonly unreadable: readonly string[];
  /** Former keys that are kept, so that backups made before can be read. */
  readonly kept_keys: readonly string[];
}

export interface RotateOptions {
  readonly by: string;
  /** Go on if some secrets can't be read, and leave those as they are. */
  readonly leaveUnreadable?: boolean | undefined;
  /** Former keys that nothing is sealed with any more are forgotten for good. */
  readonly forgetFormer?: boolean | undefined;
}

export function sealing(db: Db, keys: Keyring) {
  const all = db.prepare<[], SecretRow>('SELECT * FROM secrets ORDER BY id');
  const keep = db.prepare('UPDATE secrets SET encrypted_value = ? WHERE id = ?');
  const keyIds = db
    .prepare<[], string>('SELECT id FROM vault_keys WHERE is_current = 0 ORDER BY created_at')
    .pluck();

  /** One transaction: whenever it is cut off, every value opens with a key that is here. */
  const reseal = db.transaction((by: string, leaveUnreadable: boolean) => {
    const rows = all.all();
    const opened = rows.map((row) => ({ row, value: valueOf(row) }));
    const unreadable = opened.filter(({ value }) => value === undefined).map(({ row }) => row.name);
    if (unreadable.length > 0 && !leaveUnreadable) throw new VaultError('key_missing', refusal(unreadable));
    const key = keys.make(by);
    for (const { row, value } of opened) {
      if (value !== undefined) keep.run(seal(key, value, belongsTo(row)), row.id);
    }
    return { key_id: key.id, resealed: rows.length - unreadable.length, unreadable };
  }).immediate;

  const forgetUnused = db.transaction((): void => {
    const used = new Set(all.all().map(({ encrypted_value }) => keyIdOf(encrypted_value)));
    keys.forget(keyIds.all().filter((id) => !used.has(id)));
  }).immediate;

  return {
    /** @throws VaultError if a secret can't be read, unless that is to be left as it is */
    rotate({ by, leaveUnreadable = false, forgetFormer = false }: RotateOptions): Rotation {
      const done = reseal(by, leaveUnreadable);
      if (forgetFormer) forgetUnused();
      scrub();
      return { ...done, kept_keys: keyIds.all() };
    },
    /** Seals `value` into the row of the secret `name`, which has none yet. */
    sealInto: (id: number, name: string, value: string): void =>
      void keep.run(seal(keys.current(), value, belongsTo({ id, name })), id),
    /** Seals what is in the form of the original system. Returns how many; 0 at every start but the first. */
    sealOriginal(): number {
      if (!all.all().some(isOriginal)) return 0;
      const sealed = db
        .transaction(() => {
          const rows = all.all().filter(isOriginal);
          for (const row of rows)
            keep.run(seal(keys.current(), xor42(row.encrypted_value), belongsTo(row)), row.id);
          return rows.length;
        })
        .immediate();
      scrub();
      return sealed;
    },
  };

  function valueOf(row: SecretRow): string | undefined {
    const keyId = keyIdOf(row.encrypted_value);
    if (keyId === undefined) return xor42(row.encrypted_value);
    const key = keys.find(keyId);
    return key && open(key, row.encrypted_value, belongsTo(row));
  }

  /** What was overwritten goes from the files too: `secure_delete` clears the pages, this the write-ahead log. */
  function scrub(): void {
    db.pragma('wal_checkpoint(TRUNCATE)');
  }
}

const isOriginal = ({ encrypted_value }: SecretRow): boolean => keyIdOf(encrypted_value) === undefined;

function refusal(names: readonly string[]): string {
  return `${names.length} secrets can't be read with the keys that are here (${names.join(', ')}), so nothing was changed: put their key back, or rotate with leave_unreadable, which leaves them as they are.`;
}
