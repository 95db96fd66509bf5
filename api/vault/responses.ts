/** Secrets as the API shows them: a value only where somebody asks for that one. */
import { z } from 'zod';
import { SECRET_CATEGORIES } from '../../workflows/contracts/glossary';
import { id, knownTime, number, text, time, wordOf } from '../http/responses';

const info = z.object({
  id,
  name: z.string(),
  service: text,
  category: wordOf(SECRET_CATEGORIES).nullable(),
  description: text,
  created_at: time,
  updated_at: time,
  last_accessed: time,
  access_count: z.number().int(),
  expires_at: time,
  rotate_after_days: number,
  rotated_at: time,
  due: z
    .enum(['expired', 'expires_soon', 'rotation'])
    .nullable()
    .meta({ description: 'why a person should look after it' }),
  readable: z.boolean().meta({ description: "false where its key isn't here" }),
  revision: z.string().meta({ description: 'its ETag without the quotes: differs after every change' }),
});

export const secret = info.meta({ id: 'Secret' });
export const secretWithValue = info.extend({ value: z.string() }).meta({ id: 'SecretWithValue' });

export const access = z
  .object({ id, secret_id: number, name: z.string(), action: z.string(), who: z.string(), at: knownTime })
  .meta({ id: 'SecretAccess' });

export const secretLease = z
  .object({
    id,
    secret_id: id,
    name: z.string(),
    holder: z.string(),
    token: z.string().meta({ description: 'opens the value once' }),
    created_at: knownTime,
    expires_at: knownTime,
  })
  .meta({ id: 'SecretLease' });

export const redeemed = z
  .object({ id, name: z.string(), value: z.string(), holder: z.string() })
  .meta({ id: 'RedeemedLease' });

export const rotation = z
  .object({
    key_id: z.string(),
    resealed: z.number().int(),
    unreadable: z.array(z.string()).meta({ description: 'names of secrets that no key opens' }),
    kept_keys: z.array(z.string()).meta({ description: 'former keys, for backups made before' }),
  })
  .meta({ id: 'KeyRotation' });
