/** A data directory with a vault, its clock and its files. */
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Store } from '../../store';
import { type Db, openDatabase } from '../../store/db/open';
import type { NewSecret } from '../../store/vault/secrets';
import { openRecord } from '../support/record';
import { START, temporaryDirectory } from './support';

export const CANARY = 'canary-7f3a-value';
export const SECRET: NewSecret = {
  name: 'GITHUB_TOKEN',
  value: CANARY,
  service: 'github',
  category: 'token',
  description: null,
  expires_at: null,
  rotate_after_days: null,
};

/** As the original system stored a value. */
export const xored = (text: string): string =>
  Array.from(text, (char) => String.fromCharCode(char.charCodeAt(0) ^ 42)).join('');

export class VaultSite {
  readonly dir = temporaryDirectory();
  now = START;
  readonly #open = new Set<Store>();

  store(secretKeys: string[] = []): Store {
    const opened = openRecord({ dataDir: this.dir, clock: () => new Date(this.now), secretKeys });
    this.#open.add(opened);
    return opened;
  }
  close(store: Store): void {
    store.close();
    this.#open.delete(store);
  }
  remove(): void {
    for (const store of this.#open) store.close();
    rmSync(this.dir, { recursive: true, force: true });
  }
  pass(ms: number): void {
    this.now = new Date(this.now.getTime() + ms);
  }
  /** Files of the data directory that hold `text`. */
  filesWith(text: string): string[] {
    return readdirSync(this.dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => readFileSync(file).includes(text));
  }
  sql<T>(use: (db: Db) => T): T {
    const db = openDatabase(join(this.dir, 'architect.db'));
    try {
      return use(db);
    } finally {
      db.close();
    }
  }
  get keyFile(): string {
    return join(this.dir, 'vault-key');
  }
  keysInFile(): string[] {
    return Object.keys((JSON.parse(readFileSync(this.keyFile, 'utf8')) as { keys: object }).keys);
  }
}

/** Every value by its name. */
export function values({ vault }: Store): Record<string, string> {
  return vault.valuesFor(
    vault.list().map(({ name }) => name),
    'test',
  );
}
