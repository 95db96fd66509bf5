/** What requests about improvements may hold. */
import { z } from 'zod';
import { IMPROVEMENT_KINDS, IMPROVEMENT_STATUSES } from '../../workflows/contracts/improvements';
import { content, paging, searchText, shortText, someOf, sortBy } from '../http/fields';

export const improvementQuery = paging.extend({
  status: someOf(IMPROVEMENT_STATUSES).optional(),
  kind: someOf(IMPROVEMENT_KINDS).optional(),
  q: searchText.optional(),
  sort: sortBy('id', 'count', 'confidence', 'first_seen', 'last_seen'),
});

export const approveImprovement = z
  .strictObject({
    prompt: content.optional().meta({ description: 'in the place of the one that was suggested' }),
    target_session: shortText().nullish().meta({ description: 'the session that does it; left out: any' }),
  })
  .prefault({});

/** One that an agent can be given: a suggestion may quote what it can't. */
export const readyPrompt = z.object({ prompt: content });
