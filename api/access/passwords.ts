/** Passwords of users, as scrypt hashes: slow to try, each with a salt of its own. */
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';

/** 32 MiB and some 80 ms a try. Kept in each hash, so that a later release can raise it. */
const COST = { N: 2 ** 15, r: 8, p: 1 };
const MAX_MEMORY_BYTES = 128 * 1024 * 1024;
const SALT_BYTES = 16;
const KEY_BYTES = 32;
const BYTES_A_UNIT = 'base64url';

function derive(password: string, salt: Buffer, cost: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) =>
    // As a person means it, however the keyboard composed it.
    scrypt(
      password.normalize('NFKC'),
      salt,
      KEY_BYTES,
      { ...cost, maxmem: MAX_MEMORY_BYTES },
      (error, key) => (error ? reject(error) : resolve(key)),
    ),
  );
}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, COST);
  const { N, r, p } = COST;
  return ['scrypt', N, r, p, salt.toString(BYTES_A_UNIT), key.toString(BYTES_A_UNIT)].join('$');
}

/** Without a hash it takes as long, and is false: who asks doesn't learn whether there is such a user. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const [, N, r, p, salt, key] = (hash ?? NOBODY).split('$');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const given = await derive(password, Buffer.from(salt ?? '', BYTES_A_UNIT), cost);
  const wanted = Buffer.from(key ?? '', BYTES_A_UNIT);
  return hash !== null && wanted.length === given.length && timingSafeEqual(given, wanted);
}

const NOBODY = `scrypt$${COST.N}$${COST.r}$${COST.p}$AAAAAAAAAAAAAAAAAAAAAA$`;
