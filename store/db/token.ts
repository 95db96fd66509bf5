/** Secrets that the store makes and shows once: what it keeps of them says only whether a text is one of them. */
import { createHash, randomBytes } from 'node:crypto';

const TOKEN_BYTES = 32;

/** SHA-256, in hex: enough for a secret that nobody chose, and found by an index. */
export const hashOfToken = (token: string): string => createHash('sha256').update(token).digest('hex');

/** @param prefix says what it is where it turns up by mistake, so that scanners of secrets find it */
export function newToken(
  prefix = '',
  bytes = TOKEN_BYTES,
): { readonly token: string; readonly hash: string } {
  const token = prefix + randomBytes(bytes).toString('base64url');
  return { token, hash: hashOfToken(token) };
}
