/**
 * Sealed text: AES-256-GCM as `v1.<key id>.<iv>.<tag>.<data>`, the last three in base64url. What the text belongs to
 * is authenticated with it, so that a sealed value moved to another row doesn't open there.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

export interface Key {
  /** 16 hexadecimal digits. */
  readonly id: string;
  /** 32 bytes. */
  readonly bytes: Buffer;
}

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = /^v1\.([0-9a-f]{16})\.([\w-]{16})\.([\w-]{22})\.([\w-]*)$/;

export function seal(key: Key, text: string, belongsTo: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key.bytes, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(belongsTo));
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return ['v1', key.id, ...[iv, cipher.getAuthTag(), data].map((part) => part.toString('base64url'))].join(
    '.',
  );
}

/** The text; undefined if the key is another one, or the sealed text was changed or belongs elsewhere. */
export function open(key: Key, sealed: string, belongsTo: string): string | undefined {
  const [, id, iv = '', tag = '', data = ''] = SEALED.exec(sealed) ?? [];
  if (id !== key.id) return undefined;
  const decipher = createDecipheriv(ALGORITHM, key.bytes, Buffer.from(iv, 'base64url'), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(belongsTo));
  decipher.setAuthTag(Buffer.from(tag, 'base64url'));
  try {
    return Buffer.concat([decipher.update(Buffer.from(data, 'base64url')), decipher.final()]).toString(
      'utf8',
    );
  } catch {
    return undefined;
  }
}

/** The id of the key that sealed it; undefined for text of the original system. */
export function keyIdOf(sealed: string): string | undefined {
  return SEALED.exec(sealed)?.[1];
}

/** The original's obfuscation, each way: every character's code XOR 42. */
export function xor42(text: string): string {
  return Array.from(text, (char) => String.fromCodePoint((char.codePointAt(0) as number) ^ 42)).join('');
}
