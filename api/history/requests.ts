/** What requests about the history and reported errors may hold. */
import { z } from 'zod';
import { SEARCH_TYPES } from '../../workflows/contracts/work-item-words';
import { anyOf, oneOf, paging, searchText, someOf, sortBy, textFromQuery } from '../http/fields';

export const errorReport = z.strictObject({
  message: z.string({ error: 'expected text' }).min(1, { error: 'must not be empty' }).max(2_000),
  source: z.string().max(200).nullish(),
  stack: z.string().max(10_000).nullish(),
  url: z.string().max(2_000).nullish(),
  level: oneOf(['debug', 'info', 'warning', 'error', 'critical']).default('error'),
});

export const interactionQuery = paging.extend({
  session_name: textFromQuery.optional(),
  kind: textFromQuery.optional(),
  status: anyOf.optional(),
  verdict: textFromQuery.optional(),
  q: searchText.optional(),
});
export const auditQuery = paging.extend({
  actor: textFromQuery.optional(),
  action: textFromQuery.optional(),
  entity: textFromQuery.optional(),
  entity_id: textFromQuery.optional(),
  q: searchText.optional(),
});
export const errorQuery = paging.extend({
  status: someOf(['open', 'resolved']).optional(),
  level: textFromQuery.optional(),
  source: textFromQuery.optional(),
  q: searchText.optional(),
  sort: sortBy('id', 'count', 'first_seen', 'last_seen', 'level'),
});
export const searchQuery = paging.extend({
  q: searchText.refine((value) => value.trim() !== '', { error: 'expected a text to look for' }),
  type: someOf(SEARCH_TYPES).optional(),
});
