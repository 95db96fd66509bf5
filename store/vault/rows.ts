/** Secrets as the rest of the program sees them: everything but the value. */
import { createHash } from 'node:crypto';
import { timeMs } from '../db/time';
import { keyIdOf } from './cipher';
import type { Keyring } from './keyring';

export interface SecretRow {
  readonly id: number;
  readonly name: string;
  readonly encrypted_value: string;
  readonly service: string | null;
  readonly category: string | null;
  readonly description: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly last_accessed: string | null;
  readonly access_count: number;
  readonly expires_at: string | null;
  readonly rotate_after_days: number | null;
  readonly rotated_at: string | null;
}

/** Why a person should look after it. */
export type Due = 'expired' | 'expires_soon' | 'rotation';

export interface SecretInfo extends Omit<SecretRow, 'encrypted_value'> {
  readonly due: Due | null;
  /** False if the key it is sealed with isn't here. */
  readonly readable: boolean;
  /** Differs after every change, not after a use. Reveals nothing of the value: it is sealed with a number used once. */
  readonly revision: string;
}

const MS_A_DAY = 86_400_000;
const SOON_DAYS = 7;
const REVISION_CHARS = 27;

export const belongsTo = ({ id, name }: Pick<SecretRow, 'id' | 'name'>): string => `secret:${id}:${name}`;

export function secretInfo(row: SecretRow, keys: Keyring, now: Date): SecretInfo {
  const { encrypted_value, ...info } = row;
  const keyId = keyIdOf(encrypted_value);
  const { last_accessed, access_count, ...lasting } = row;
  return {
    ...info,
    due: dueOf(row, now.getTime()),
    readable: keyId === undefined || keys.has(keyId),
    revision: createHash('sha256')
      .update(JSON.stringify(lasting))
      .digest('base64url')
      .slice(0, REVISION_CHARS),
  };
}

function dueOf(row: SecretRow, nowMs: number): Due | null {
  const expiresMs = row.expires_at === null ? Infinity : timeMs(row.expires_at);
  if (expiresMs <= nowMs) return 'expired';
  if (expiresMs <= nowMs + SOON_DAYS * MS_A_DAY) return 'expires_soon';
  if (row.rotate_after_days === null) return null;
  const setMs = timeMs(row.rotated_at ?? row.updated_at);
  return setMs + row.rotate_after_days * MS_A_DAY <= nowMs ? 'rotation' : null;
}
