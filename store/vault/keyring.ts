/** The vault's keys: random ones in the key file, or derived from SECRET_KEY (HKDF) if that is set. */
import { hkdfSync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Db, StoreError } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import { type Key, open, seal } from './cipher';
import { VaultError } from './errors';
import { KEY_FILE, readKeyFile, writeKeyFile } from './key-file';

const KEY_BYTES = 32;
const PROOF = 'the right key';
const proofOf = (id: string): string => `key:${id}`;

export interface KeyringOptions {
  readonly dataDir: string;
  /** Texts to derive keys from: the one in use first, then former ones. Empty = the key file. */
  readonly secretKeys: readonly string[];
}

interface KeyRow {
  readonly id: string;
  readonly source: 'file' | 'secret-key';
  readonly proof: string;
}

export type Keyring = ReturnType<typeof keyring>;

export function keyring(db: Db, clock: Clock, { dataDir, secretKeys }: KeyringOptions) {
  const file = join(dataDir, KEY_FILE);
  const byId = db.prepare<[string], KeyRow>('SELECT * FROM vault_keys WHERE id = ?');
  const newest = db.prepare<[], KeyRow>('SELECT * FROM vault_keys WHERE is_current = 1');
  const retire = db.prepare('UPDATE vault_keys SET is_current = 0 WHERE is_current = 1');
  const insert = db.prepare(`
    INSERT INTO vault_keys (id, source, proof, is_current, created_at, created_by) VALUES (?, ?, ?, 1, ?, ?)`);
  const remove = db.prepare('DELETE FROM vault_keys WHERE id = ?');
  const known = new Map<string, Key>();

  const candidates = ({ id, source }: KeyRow): Buffer[] => {
    if (source === 'secret-key') return secretKeys.map((secret) => derive(secret, id));
    const kept = readKeyFile(file)[id];
    return kept === undefined ? [] : [Buffer.from(kept, 'base64url')];
  };
  /** The key, if it is here and the right one. */
  const find = (id: string): Key | undefined => {
    const row = known.has(id) ? undefined : byId.get(id);
    for (const bytes of row ? candidates(row) : []) {
      const key = { id, bytes };
      if (open(key, row?.proof ?? '', proofOf(id)) === PROOF) known.set(id, key);
    }
    return known.get(id);
  };
  /** Makes a key and has new secrets sealed with it. Call it in the transaction that seals with it. */
  const make = (by: string): Key => {
    const id = randomBytes(8).toString('hex');
    const [secret] = secretKeys;
    const bytes = secret === undefined ? randomBytes(KEY_BYTES) : derive(secret, id);
    // Before the transaction is committed: a key in the file that nothing uses does no harm, the reverse would.
    if (secret === undefined) writeKeyFile(file, { ...readKeyFile(file), [id]: bytes.toString('base64url') });
    const key = { id, bytes };
    retire.run();
    const source = secret === undefined ? 'file' : 'secret-key';
    insert.run(id, source, seal(key, PROOF, proofOf(id)), sqlTime(clock()), by);
    return key;
  };

  return {
    find,
    /** Whether `find` finds it; a key file that can't be read holds none. */
    has(id: string): boolean {
      try {
        return find(id) !== undefined;
      } catch (error) {
        if (error instanceof StoreError) return false;
        throw error;
      }
    },
    make,
    /**
     * The key that new secrets are sealed with; the first is made when it is first wanted.
     * @throws VaultError if there is one, but not here
     */
    current(): Key {
      const row = newest.get();
      if (!row) return make('first use');
      const key = find(row.id);
      if (key) return key;
      throw new VaultError('key_missing', `The vault's key ${row.id} isn't here: ${whereIsIt(row)}`);
    },
    /** Where a person finds the key with that id. */
    advice: (id: string): string => {
      const row = byId.get(id);
      return row ? whereIsIt(row) : 'nothing is known of that key.';
    },
    /** Forgets keys for good; what is sealed with them can't be read any more. */
    forget(ids: readonly string[]): void {
      for (const id of ids) {
        remove.run(id);
        known.delete(id);
      }
      const kept = Object.entries(readKeyFile(file)).filter(([id]) => !ids.includes(id));
      if (kept.length < Object.keys(readKeyFile(file)).length) writeKeyFile(file, Object.fromEntries(kept));
    },
  };

  function whereIsIt({ source }: KeyRow): string {
    return source === 'file'
      ? `put the key file it is in back to ${file}.`
      : 'set SECRET_KEY to what it was, or SECRET_KEY_FORMER beside a new one, and start again.';
  }
}

function derive(secret: string, id: string): Buffer {
  return Buffer.from(
    hkdfSync('sha256', secret, Buffer.from(id, 'hex'), 'architect-dashboard vault v1', KEY_BYTES),
  );
}
