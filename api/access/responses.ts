/** Users, tokens and requests as the API shows them: never a password, a hash, or a token that was made before. */
import { z } from 'zod';
import { ROLES, SCOPES, USER_SOURCES } from '../../workflows/contracts/access';
import { id, knownTime, number, text, time } from '../http/responses';

export const me = z
  .object({
    name: z.string().meta({ description: 'as the record names who asks' }),
    kind: z.enum(['user', 'token', 'machine']).meta({ description: "machine: the machine's own token" }),
    role: z.enum(ROLES).nullable().meta({ description: 'of a user' }),
    scopes: z.array(z.enum(SCOPES)),
    expires_at: time.meta({ description: 'of a token' }),
    can_change_password: z.boolean(),
  })
  .meta({ id: 'Me' });

export const ownLogin = z
  .object({
    id: z.string(),
    since: time.meta({ description: 'null: made by an older release' }),
    last_used_at: time.meta({ description: 'to the minute or so' }),
    ends_at: knownTime.meta({ description: 'if it is not used until then' }),
    address: text,
    browser: text.meta({ description: 'as it calls itself (User-Agent)' }),
    current: z.boolean().meta({ description: 'the one that asks' }),
  })
  .meta({ id: 'OwnLogin' });

export const user = z
  .object({
    id: number.meta({
      description: 'null: the user of the settings (ARCHITECT_USER), who can not be changed here',
    }),
    name: z.string(),
    role: z.enum(ROLES),
    source: z.enum(['settings', ...USER_SOURCES]).meta({ description: 'how they prove who they are' }),
    disabled: z.boolean(),
    logins: z.number().int().meta({ description: 'of browsers, that have not ended' }),
    last_login_at: time,
    created_at: time,
    created_by: text,
  })
  .meta({ id: 'User' });

export const token = z
  .object({
    id,
    name: z.string(),
    kind: z
      .enum(['api', 'host', 'monitor'])
      .meta({ description: 'monitor: a link that opens the monitor, and nothing else' }),
    hint: z.string().meta({ description: 'how it begins' }),
    scopes: z.array(z.enum(SCOPES)),
    state: z.enum(['valid', 'expired', 'revoked']),
    expires_at: time,
    revoked_at: time,
    revoked_by: text,
    last_used_at: time.meta({ description: 'to the minute' }),
    created_at: knownTime,
    created_by: z.string(),
  })
  .meta({ id: 'Token' });

export const madeToken = token
  .extend({ token: z.string().meta({ description: 'shown here only: nothing can tell it again' }) })
  .meta({ id: 'MadeToken' });

export const auditedRequest = z
  .object({
    id,
    at: knownTime,
    actor: text.meta({ description: 'the user, token:NAME or api-token; null: nobody was logged in' }),
    method: z.string(),
    route: z.string().meta({
      description:
        'the operation, as the API document has it; empty: a page, or a change in the Web UI of the engine',
    }),
    summary: text.meta({ description: 'what that operation does, in words' }),
    path: z.string(),
    status: z.number().int(),
    address: text,
    request_id: z.string(),
  })
  .meta({ id: 'AuditedRequest' });

export const requestKind = z
  .object({ method: z.string(), route: z.string(), summary: text, count: z.number().int() })
  .meta({ id: 'RequestKind' });
