/** What requests about users and tokens may hold. */
import { z } from 'zod';
import { ROLES, SCOPES } from '../../workflows/contracts/access';
import { oneOf, paging, searchText, shortText, someOfFields, textFromQuery, yesOrNo } from '../http/fields';
import { isReserved, USER_NAME } from './names';

const NAME = 'expected 1 to 64 letters, digits and . _ @ -, beginning with a letter or digit';
const userName = z
  .string({ error: NAME })
  .regex(USER_NAME, { error: NAME })
  .refine((name) => !isReserved(name), {
    error: 'must be another one: the record names somebody so who is no user',
  })
  .meta({ description: 'case does not matter' });

const MIN_PASSWORD_CHARS = 10;
const LENGTH = `expected ${MIN_PASSWORD_CHARS} to 200 characters`;
const newPassword = z
  .string({ error: LENGTH })
  .refine((text) => Array.from(text).length >= MIN_PASSWORD_CHARS && text.length <= 200, { error: LENGTH });
const role = oneOf(ROLES);

export const newUser = z.strictObject({
  name: userName,
  password: newPassword,
  role: role.default('viewer'),
});
export const changeUser = someOfFields(
  z.strictObject({ role, password: newPassword, disabled: yesOrNo }).partial(),
);
export const changePassword = z.strictObject({
  current: z.string({ error: 'expected your password of now' }).max(200),
  password: newPassword,
});

const LATER = 'expected a time in the future, like 2027-01-31T00:00:00Z, or null: until it is revoked';
export const newToken = z.strictObject({
  name: shortText(100).meta({ description: 'of the program that gets it; the record names it token:NAME' }),
  scopes: z
    .array(oneOf(SCOPES), { error: 'expected a list of scopes' })
    .min(1, { error: 'expected at least one scope' }),
  expires_at: z.iso
    .datetime({ offset: true, error: LATER })
    .refine((text) => Date.parse(text) > Date.now(), { error: LATER })
    .nullish()
    .meta({ description: 'null: it lasts until it is revoked' }),
});

const moment = z.iso
  .datetime({ offset: true, error: 'expected a time like 2026-02-07T10:00:00Z' })
  .optional();

export const requestQuery = paging.extend({
  actor: textFromQuery.optional(),
  method: textFromQuery.optional(),
  route: textFromQuery.optional(),
  refused: textFromQuery
    .pipe(oneOf(['true', 'false']))
    .optional()
    .meta({ description: 'true: only what was refused or failed; false: only what was done' }),
  since: moment.meta({ description: 'that moment or later; ISO 8601 with a zone' }),
  until: moment.meta({ description: 'before that moment; ISO 8601 with a zone' }),
  q: searchText.optional(),
});
export const loginOfOwn = z.object({
  id: z.string().regex(/^[0-9a-f]{16}$/, { error: 'expected the id of a login' }),
});
