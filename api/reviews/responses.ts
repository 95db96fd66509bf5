/** The directory of a session against its last commit, as the API shows it. */
import { z } from 'zod';
import { STAGINGS } from '../../workflows/contracts/review';
import { FILE_CHANGES } from '../../workflows/contracts/work-changes';
import { knownTime, text } from '../http/responses';

const count = z.number().int().nullable().meta({ description: 'lines; null where they were not counted' });

const reviewedFile = z.object({
  path: z.string().meta({ description: 'from the top of the repository' }),
  from: text.meta({ description: 'where a renamed one was' }),
  change: z.enum(FILE_CHANGES),
  staging: z.enum(STAGINGS).meta({ description: 'both: it changed again after it was staged' }),
  added: count,
  removed: count,
  version: z
    .string()
    .meta({ description: 'another one wherever it, or the last commit of it, is another one' }),
  note: text.meta({ description: 'why its lines can’t be seen' }),
  held: text.meta({ description: 'why it can be neither committed nor discarded here' }),
});

const discardFields = {
  id: z.string(),
  paths: z.array(z.string()),
  by: z.string(),
  discarded_at: knownTime,
  until: knownTime.meta({ description: 'so long it can be brought back' }),
};
export const discard = z.object(discardFields).meta({ id: 'Discard' });

export const review = z
  .object({
    session: z.string(),
    directory: z.string(),
    top: z.string().meta({ description: 'of its git repository' }),
    branch: text.meta({ description: 'null: none is checked out' }),
    head: text.meta({ description: 'the last commit; null: there is none yet' }),
    unfinished: text.meta({ description: 'what has begun and not ended, such as a merge' }),
    at_work: z
      .array(z.string())
      .meta({ description: 'sessions in this repository that are, or may be, at work' }),
    project_id: z.number().int().nullable().meta({ description: 'whose token a pull request takes' }),
    note: text,
    files: z.array(reviewedFile),
    total: z.number().int().meta({ description: 'files that changed; `files` has the first two thousand' }),
    discards: z.array(discard).meta({ description: 'what can be brought back, the newest first' }),
  })
  .meta({ id: 'Review' });

export const reviewedLines = z
  .object({
    file: reviewedFile,
    diff: text.meta({ description: 'unified, from its first @@; null where there is none: `note` says why' }),
  })
  .meta({ id: 'ReviewedLines' });

export const committed = z
  .object({
    commit: z.string(),
    branch: text,
    was_there: z.boolean().meta({ description: 'the same request had made it before' }),
  })
  .meta({ id: 'Committed' });

export const reviewPullRequest = z
  .object({
    repository: z.string(),
    number: z.number().int(),
    url: z.string(),
    head: z.string(),
    base: z.string(),
    created: z.boolean().meta({ description: 'false: there was an open one' }),
  })
  .meta({ id: 'ReviewPullRequest' });
