/** What requests to the vault may hold. */
import { z } from 'zod';
import { SECRET_CATEGORIES } from '../../workflows/contracts/glossary';
import {
  HALF_A_CHARACTER,
  LONE_SURROGATE,
  oneOf,
  paging,
  searchText,
  shortText,
  someOfFields,
  textFromQuery,
  whole,
  yesOrNo,
} from '../http/fields';

const MAX_VALUE_CHARS = 65_536;
const DATE = 'expected a date like 2026-12-31 or a time like 2026-12-31T12:00:00Z';

/** Any text: certificates and keys have many lines. */
const value = z
  .string({ error: 'expected text' })
  .min(1, { error: 'must not be empty' })
  .max(MAX_VALUE_CHARS, { error: `expected at most ${MAX_VALUE_CHARS} characters` })
  .refine((text) => !LONE_SURROGATE.test(text), { error: HALF_A_CHARACTER });

const fields = {
  name: shortText(),
  value,
  service: shortText()
    .nullish()
    .transform((text) => text ?? null),
  category: oneOf(SECRET_CATEGORIES),
  description: z
    .string({ error: 'expected text' })
    .max(2_000, { error: 'expected at most 2000 characters' })
    .refine((text) => !LONE_SURROGATE.test(text), { error: HALF_A_CHARACTER })
    .nullish()
    .transform((text) => text ?? null),
  expires_at: z
    .union([z.iso.date(), z.iso.datetime({ offset: true })], { error: DATE })
    .nullish()
    .transform((text) => text ?? null),
  rotate_after_days: whole(1, 3_650)
    .nullish()
    .transform((days) => days ?? null),
};

export const newSecret = z.strictObject({ ...fields, category: fields.category.default('general') });

/** Only what is given changes. */
export const changeSecret = someOfFields(
  z.strictObject({ ...fields, overwrite: yesOrNo.default(false) }).partial(),
  'overwrite',
);

export const secretQuery = z.object({
  category: oneOf(SECRET_CATEGORIES).optional(),
  service: textFromQuery.optional(),
  q: searchText.optional(),
  due: z.enum(['true', 'false'], { error: 'expected true or false' }).optional(),
});

export const accessQuery = paging.extend({ name: textFromQuery.optional() });

export const rotateKey = z
  .strictObject({
    leave_unreadable: yesOrNo.default(false),
    forget_former: yesOrNo.default(false),
  })
  .prefault({});

export const newLease = z.strictObject({
  holder: shortText().regex(/^(session:\S|task:\d+$)/, { error: "expected 'session:NAME' or 'task:NUMBER'" }),
  ttl_seconds: whole(1, 86_400).default(300),
});

export const redeemLease = z.strictObject({ token: shortText() });
