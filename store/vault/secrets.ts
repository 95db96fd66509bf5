/** Secrets: sealed when they are written, opened only for one that asks for the value, who is noted. */
import type { Db } from '../db/open';
import type { Check } from '../work-items/table';
import { type Clock, sqlTime } from '../db/time';
import type { AccessLog } from './access';
import { keyIdOf, open, seal } from './cipher';
import { VaultError } from './errors';
import type { Keyring } from './keyring';
import { type SecretInfo, type SecretRow, belongsTo, secretInfo } from './rows';

export interface SecretFields {
  readonly name: string;
  readonly service: string | null;
  readonly category: string;
  readonly description: string | null;
  /** ISO 8601 or as SQLite writes times. */
  readonly expires_at: string | null;
  readonly rotate_after_days: number | null;
}
export type NewSecret = SecretFields & { readonly value: string };
export type SecretChanges = Partial<NewSecret>;

export interface SecretFilter {
  readonly category?: string | undefined;
  readonly service?: string | undefined;
  /** Part of the name, the service or the description. */
  readonly q?: string | undefined;
  readonly due?: boolean | undefined;
}

export type Secrets = ReturnType<typeof secretsRepository>;

export function secretsRepository(db: Db, clock: Clock, { keys, log }: { keys: Keyring; log: AccessLog }) {
  const byId = db.prepare<[number], SecretRow>('SELECT * FROM secrets WHERE id = ?');
  const byName = db.prepare<[string], SecretRow>('SELECT * FROM secrets WHERE name = ?');
  const all = db.prepare<[Record<string, string | null>], SecretRow>(`
    SELECT * FROM secrets WHERE (@category IS NULL OR category = @category) AND (@service IS NULL OR service = @service)
      AND (@q IS NULL OR instr(lower(name || ' ' || coalesce(service, '') || ' ' || coalesce(description, '')), lower(@q)))
    ORDER BY name COLLATE NOCASE`);
  const insert = db
    .prepare<[object], number>(
      `INSERT INTO secrets (name, encrypted_value, service, category, description, expires_at, rotate_after_days,
         created_at, updated_at, rotated_at)
       VALUES (@name, '', @service, @category, @description, @expires_at, @rotate_after_days, @now, @now, @now)
       RETURNING id`,
    )
    .pluck();
  const keep = db.prepare('UPDATE secrets SET encrypted_value = ? WHERE id = ?');
  const change = db.prepare(`
    UPDATE secrets SET name = @name, service = @service, category = @category, description = @description,
      expires_at = @expires_at, rotate_after_days = @rotate_after_days, updated_at = @now,
      rotated_at = CASE WHEN @valueSet = 1 THEN @now ELSE rotated_at END WHERE id = @id`);
  const remove = db.prepare('DELETE FROM secrets WHERE id = ?');

  const info = (row: SecretRow): SecretInfo => secretInfo(row, keys, clock());
  const must = (id: number): SecretRow => {
    const row = byId.get(id);
    if (!row) throw new VaultError('not_found', `There is no secret ${id}.`);
    return row;
  };
  const refuseTaken = (name: string): void => {
    if (byName.get(name)) throw new VaultError('exists', `A secret named '${name}' exists already.`);
  };
  const valueOf = (row: SecretRow): string => {
    const keyId = keyIdOf(row.encrypted_value);
    const key = keyId === undefined ? undefined : keys.find(keyId);
    const value = key && open(key, row.encrypted_value, belongsTo(row));
    if (value !== undefined) return value;
    throw new VaultError('key_missing', unreadable(row.name, keyId));
  };
  const unreadable = (name: string, keyId: string | undefined): string => {
    if (keyId === undefined)
      return `The secret '${name}' is in the form of the original system: start the dashboard anew, which seals it.`;
    if (keys.find(keyId))
      return `The secret '${name}' was damaged or moved from another row: it doesn't open.`;
    return `The secret '${name}' can't be read, its key ${keyId} isn't here: ${keys.advice(keyId)}`;
  };
  const stored = ({ expires_at }: { expires_at: string | null }): string | null =>
    expires_at === null ? null : sqlTime(new Date(expires_at));

  return {
    list: ({ category, service, q, due }: SecretFilter = {}): SecretInfo[] =>
      all
        .all({ category: category ?? null, service: service ?? null, q: q ?? null })
        .map(info)
        .filter((one) => due === undefined || (one.due !== null) === due),
    get: (id: number): SecretInfo => info(must(id)),
    find: (name: string): SecretInfo | undefined => {
      const row = byName.get(name);
      return row && info(row);
    },
    /** Whether the secret has that value, without revealing it. */
    holds: (id: number, value: string): boolean => {
      const row = must(id);
      return info(row).readable && valueOf(row) === value;
    },
    /** All values, to leave them out of what is kept: none leaves the vault by that, so none is noted. @throws VaultError */
    valuesToHide: (): string[] => all.all({ category: null, service: null, q: null }).map(valueOf),
    /** Opens the value for `who`. @throws VaultError */
    reveal: db.transaction(
      (id: number, action: 'viewed' | 'used', who: string): SecretInfo & { value: string } => {
        const row = must(id);
        const value = valueOf(row);
        log.noteUse(row, action, who);
        return { ...info(must(id)), value };
      },
    ).immediate,
    create: db.transaction(
      (secret: NewSecret, who: string, action: 'created' | 'imported' = 'created'): SecretInfo => {
        refuseTaken(secret.name);
        const { value, ...fields } = secret;
        const id = insert.get({ ...fields, expires_at: stored(fields), now: sqlTime(clock()) }) as number;
        keep.run(seal(keys.current(), value, belongsTo({ id, name: secret.name })), id);
        log.note({ id, name: secret.name }, action, who);
        return info(must(id));
      },
    ).immediate,
    /**
     * `overwrite`: a new value may take the place of one that can't be read; `check` throws if the secret isn't as
     * its caller thinks.
     * @throws VaultError
     */
    update: db.transaction(
      (
        id: number,
        changes: SecretChanges,
        who: string,
        {
          overwrite = false,
          check,
        }: { overwrite?: boolean | undefined; check?: Check<SecretInfo> | undefined } = {},
      ): SecretInfo => {
        const row = must(id);
        check?.(info(row));
        const next = { ...row, category: row.category ?? 'general', ...changes };
        if (next.name !== row.name) refuseTaken(next.name);
        const { value } = changes;
        if (value !== undefined || next.name !== row.name) {
          // Opened even to be replaced: with a wrong key here nothing is overwritten that the right one would still read.
          const old = value !== undefined && overwrite ? '' : valueOf(row);
          keep.run(seal(keys.current(), value ?? old, belongsTo(next)), id);
        }
        const expires_at = changes.expires_at === undefined ? row.expires_at : stored(next);
        change.run({ ...next, expires_at, now: sqlTime(clock()), valueSet: value === undefined ? 0 : 1 });
        log.note(next, value === undefined ? 'changed' : 'value_set', who);
        return info(must(id));
      },
    ).immediate,
    remove: db.transaction((id: number, who: string, check?: Check<SecretInfo>): void => {
      const row = must(id);
      check?.(info(row));
      log.note(row, 'deleted', who);
      remove.run(id);
    }).immediate,
  };
}
