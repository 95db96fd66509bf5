/** Secrets that leave the vault for good: sealed with a passphrase (scrypt, AES-256-GCM), for an export. */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { z } from 'zod';
import { VaultError } from './errors';

/** 64 MiB and about a quarter of a second for one try. */
const COST = { N: 65_536, r: 8, p: 1 } as const;
const MAX_MEMORY_BYTES = 512 * 1024 * 1024;
const AAD = Buffer.from('architect-dashboard exported secrets v1');

const base64 = z.base64();
export const exportedSecrets = z.object({
  kdf: z.literal('scrypt'),
  N: z.number().int().max(1_048_576),
  r: z.number().int().max(32),
  p: z.number().int().max(16),
  salt: base64,
  cipher: z.literal('aes-256-gcm'),
  iv: base64,
  tag: base64,
  data: base64,
});
export type ExportedSecrets = z.output<typeof exportedSecrets>;

export function sealWithPassphrase(passphrase: string, text: string): ExportedSecrets {
  const [salt, iv] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, salt, COST), iv);
  cipher.setAAD(AAD);
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const parts = { salt, iv, tag: cipher.getAuthTag(), data };
  const encoded = Object.fromEntries(
    Object.entries(parts).map(([name, part]) => [name, part.toString('base64')]),
  );
  return {
    kdf: 'scrypt',
    ...COST,
    cipher: 'aes-256-gcm',
    ...(encoded as Record<keyof typeof parts, string>),
  };
}

/** @throws VaultError if the passphrase is another one */
export function openWithPassphrase(passphrase: string, sealed: ExportedSecrets): string {
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64');
  const key = keyOf(passphrase, bytes(sealed.salt), sealed);
  const decipher = createDecipheriv('aes-256-gcm', key, bytes(sealed.iv), { authTagLength: 16 });
  try {
    decipher.setAAD(AAD);
    decipher.setAuthTag(bytes(sealed.tag));
    return Buffer.concat([decipher.update(bytes(sealed.data)), decipher.final()]).toString('utf8');
  } catch {
    throw new VaultError(
      'key_missing',
      'The passphrase is not the one the secrets were exported with, or the file was changed.',
    );
  }
}

function keyOf(passphrase: string, salt: Buffer, { N, r, p }: { N: number; r: number; p: number }): Buffer {
  return scryptSync(passphrase.normalize('NFKC'), salt, 32, { N, r, p, maxmem: MAX_MEMORY_BYTES });
}
