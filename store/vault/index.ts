/** The vault: secrets sealed at rest, an access log, leases, rotation of the key. */
import type { Db } from '../db/open';
import type { Clock } from '../db/time';
import { accessLog } from './access';
import { VaultError } from './errors';
import { type KeyringOptions, keyring } from './keyring';
import { secretLeases } from './leases';
import { sealing } from './rotate';
import { secretsRepository } from './secrets';

export { isVaultClosed, VaultError } from './errors';
export type { SecretInfo } from './rows';

export type Vault = ReturnType<typeof openVault>;

export function openVault(db: Db, clock: Clock, options: KeyringOptions) {
  // Values that were replaced or deleted don't stay in free pages of the file.
  db.pragma('secure_delete = ON');
  const keys = keyring(db, clock, options);
  const log = accessLog(db, clock);
  const secrets = secretsRepository(db, clock, { keys, log });
  const leases = secretLeases(db, clock, { secrets, log });
  const idOf = (name: string): number => {
    const secret = secrets.find(name);
    if (!secret) throw new VaultError('not_found', `There is no secret named '${name}'.`);
    return secret.id;
  };

  return {
    ...secrets,
    ...sealing(db, keys),
    grant: leases.grant,
    redeem: leases.redeem,
    access: log.list,
    note: log.note,
    /** Names of secrets in `names` that aren't there. */
    missing: (names: readonly string[]): string[] => names.filter((name) => !secrets.find(name)),
    /** A lease by the secret's name. @throws VaultError */
    lease: (name: string, { for: holder, ttlSeconds }: { for: string; ttlSeconds?: number }) =>
      leases.grant(idOf(name), { holder, by: holder, ttlSeconds }),
    /**
     * The values of `names`, each use noted under `holder` (`session:NAME`, `task:7`): all of them or none.
     * For environments of programs; the caller keeps them nowhere. @throws VaultError
     */
    valuesFor: db.transaction((names: readonly string[], holder: string): Record<string, string> =>
      Object.fromEntries(names.map((name) => [name, secrets.reveal(idOf(name), 'used', holder).value])),
    ).immediate,
  };
}
