/** Whose money a request spends: the same digest as that of a session whose agent uses this key (agents/accounts.ts). */
import { createHash } from 'node:crypto';

const DIGEST_LENGTH = 16;

export function accountOfKey(key: string | undefined, baseUrl: string | undefined): string | null {
  if (key === undefined) return null;
  const login = JSON.stringify(['key', key, baseUrl]);
  return createHash('sha256').update(login).digest('hex').slice(0, DIGEST_LENGTH);
}
