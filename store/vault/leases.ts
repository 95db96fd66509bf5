/** Leases: a holder, such as `session:dev_worker1` or `task:7`, gets one use of a secret within a time. */
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import { hashOfToken, newToken } from '../db/token';
import type { AccessLog } from './access';
import { VaultError } from './errors';
import type { SecretInfo } from './rows';
import type { Secrets } from './secrets';

const TOKEN_BYTES = 24;
const DEFAULT_TTL_SECONDS = 300;

export interface SecretLease {
  readonly id: number;
  readonly secret_id: number;
  readonly name: string;
  readonly holder: string;
  readonly created_at: string;
  readonly expires_at: string;
  /** Opens the value once; shown here only. */
  readonly token: string;
}

interface LeaseRow {
  readonly id: number;
  readonly secret_id: number;
  readonly holder: string;
  readonly expires_at: string;
  readonly used_at: string | null;
}

export function secretLeases(db: Db, clock: Clock, { secrets, log }: { secrets: Secrets; log: AccessLog }) {
  const insert = db
    .prepare<[object], number>(
      `INSERT INTO secret_leases (secret_id, holder, token_hash, granted_by, created_at, expires_at)
       VALUES (@secretId, @holder, @hash, @by, @now, @expiresAt) RETURNING id`,
    )
    .pluck();
  const byToken = db.prepare<[string], LeaseRow>('SELECT * FROM secret_leases WHERE token_hash = ?');
  const use = db.prepare('UPDATE secret_leases SET used_at = ? WHERE id = ?');
  const gone = (message: string) => new VaultError('lease_gone', message);

  return {
    /** @throws VaultError if there is no such secret */
    grant: db.transaction(
      (
        secretId: number,
        lease: { holder: string; by: string; ttlSeconds?: number | undefined },
      ): SecretLease => {
        const { name } = secrets.get(secretId);
        const { holder, by, ttlSeconds = DEFAULT_TTL_SECONDS } = lease;
        const { token, hash } = newToken('', TOKEN_BYTES);
        const now = clock();
        const times = { now: sqlTime(now), expiresAt: sqlTime(new Date(now.getTime() + ttlSeconds * 1_000)) };
        const id = insert.get({ secretId, holder, by, hash, ...times }) as number;
        log.note({ id: secretId, name }, 'leased', `${by} for ${holder}`);
        return {
          ...{ id, secret_id: secretId, name, holder, token },
          ...{ created_at: times.now, expires_at: times.expiresAt },
        };
      },
    ).immediate,
    /** The value, once. @throws VaultError for a lease that was used, has expired or never was */
    redeem: db.transaction((token: string): SecretInfo & { value: string; holder: string } => {
      const lease = byToken.get(hashOfToken(token));
      if (!lease) throw gone('There is no such lease: it was never given, or its secret was deleted.');
      if (lease.used_at !== null) throw gone('The lease was used already: ask for another one.');
      const now = sqlTime(clock());
      if (lease.expires_at <= now) throw gone('The lease has expired: ask for another one.');
      const secret = secrets.reveal(lease.secret_id, 'used', lease.holder);
      use.run(now, lease.id);
      return { ...secret, holder: lease.holder };
    }).immediate,
  };
}
