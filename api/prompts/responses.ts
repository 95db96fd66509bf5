/** Prompts and the queue, as the API shows them. */
import { z } from 'zod';
import { CHAIN_CONDITIONS } from '../../workflows/contracts/chains';
import { PROMPT_STATUSES, STAGES, TURN_RESULTS } from '../../workflows/contracts/glossary';
import { FILE_CHANGES } from '../../workflows/contracts/work-changes';
import { PROMPT_PURPOSES } from '../../workflows/contracts/plans';
import { id, knownTime, number, text, time } from '../http/responses';

const position = z.number().int().meta({ description: 'from 1 on, in the order of the queue' });
const waiting = z.number().int().meta({ description: 'how many prompts wait' });

const prompt = z.object({
  id,
  content: z.string(),
  source: z.string(),
  priority: z.number(),
  rank: z.number().meta({
    description:
      'among prompts of one priority the lowest goes first: the number of the prompt, or what it was moved to',
  }),
  position: z
    .object({ position, of: waiting })
    .nullable()
    .meta({ description: 'where it stands in the queue; null: it does not wait there' }),
  status: z.enum(PROMPT_STATUSES),
  stage: z.enum(STAGES),
  reason: text,
  warning: text.meta({
    description: 'why no session can take it, now or later, and the command that helps; null where one can',
  }),
  assigned_session: text,
  target_session: text,
  target_provider: text,
  specialty: text,
  created_at: time,
  assigned_at: time,
  completed_at: time,
  response: text,
  error: text,
  result: z.enum(TURN_RESULTS).nullable().meta({ description: 'how the turn ended' }),
  question: text.meta({ description: 'what the agent asks back' }),
  usage: z
    .object({
      model: text,
      input_tokens: number,
      output_tokens: number,
      cache_read_tokens: number,
      cache_write_tokens: number,
      cost_usd: number,
    })
    .nullable()
    .meta({ description: 'what the turn took, as the agent counted it' }),
  metadata: z.unknown(),
  sent_by: text.meta({ description: 'the user, token:NAME, or api-token; null: nobody, or not known' }),
  template: text.meta({ description: 'name of the template that the text was made from' }),
  after: z.array(id).meta({ description: 'prompts that it waits for, or waited for' }),
  on: z
    .enum(CHAIN_CONDITIONS)
    .nullable()
    .meta({ description: 'what it waits for of them; null: it waits for none' }),
  not_before: time.meta({ description: 'it is not queued before' }),
  origin: z
    .union([
      z.object({
        kind: z.literal('plan'),
        plan_id: id,
        plan: z.string(),
        task: z.string(),
        attempt: z.number().int(),
        purpose: z.enum(PROMPT_PURPOSES),
      }),
      z.object({
        kind: z.literal('recurring'),
        recurring_id: id,
        name: z.string(),
        scheduled_at: knownTime.meta({ description: 'the time at which it was due' }),
      }),
    ])
    .nullable()
    .meta({ description: 'why it was sent; null: a person or a program asked for it' }),
  retry_count: z.number().int(),
  max_retries: z.number().int(),
  timeout_minutes: z.number(),
  archived: z.boolean(),
  workflow_id: z.string(),
  temporal_url: text,
});

export const promptListed = prompt
  .extend({ content_length: z.number().int(), response_length: z.number().int() })
  .meta({ id: 'PromptListed', description: 'Long texts are cut after 2,000 characters.' });

const linked = z.array(
  z.object({
    id,
    content: z.string().meta({ description: 'its first 200 characters' }),
    status: z.enum(PROMPT_STATUSES),
    stage: z.enum(STAGES),
  }),
);

export const promptWithHistory = prompt
  .extend({
    awaits: linked.meta({ description: 'those of `after` that there still are' }),
    awaited_by: linked.meta({ description: 'the prompts that wait, or waited, for it' }),
    recording: z.object({ session: z.string(), at: knownTime }).nullable().meta({
      description:
        'the session, by its name of now, and when it took the prompt, to be played back from there',
    }),
    history: z.array(
      z.object({ id, at: time, stage: z.string(), session: text, reason: text, evidence: text }),
    ),
  })
  .meta({ id: 'Prompt' });

const count = z.number().int().nullable().meta({ description: 'lines; null where they were not counted' });

export const workChanges = z
  .object({
    session: z.string(),
    directory: z.string(),
    top: text.meta({ description: 'of its git repository; null where it is in none' }),
    began_at: knownTime,
    ended_at: time.meta({ description: 'null: it goes on, or its end is not known' }),
    open: z.boolean().meta({ description: 'it goes on' }),
    head_before: text.meta({ description: 'the commit that was checked out' }),
    head_after: text,
    note: text.meta({ description: 'what is to be known of it, or why nothing is' }),
    total: z.number().int().meta({ description: 'files that changed; `files` has the first thousand' }),
    files: z
      .array(
        z.object({
          path: z.string().meta({ description: 'from the top of the repository' }),
          from: text.meta({ description: 'where a renamed one was' }),
          change: z.enum(FILE_CHANGES),
          added: count,
          removed: count,
          diff: text.meta({ description: 'unified, from its first @@; null where none is kept' }),
          note: text.meta({ description: 'why there is no diff' }),
        }),
      )
      .nullable()
      .meta({ description: 'null where they are not known' }),
    others: z
      .array(
        z.object({
          id,
          session: z.string(),
          content: z.string().meta({ description: 'its first 200 characters' }),
          stage: z.enum(STAGES),
          both: z
            .array(z.string())
            .nullable()
            .meta({ description: 'files that changed for both; null: it is not known what changed for it' }),
        }),
      )
      .meta({ description: 'prompts that were at work in the same repository in that time' }),
  })
  .meta({ id: 'WorkChanges' });

export const queueStatus = z
  .object({
    pending: z.number().int(),
    in_progress: z.number().int(),
    completed_today: z.number().int(),
    failed_today: z.number().int(),
  })
  .meta({ id: 'QueueStatus' });

export const queue = z
  .object({
    paused: z.boolean().meta({ description: 'no waiting prompt is given to a session' }),
    reason: text.meta({ description: 'why it was paused, or resumed' }),
    changed_by: text.meta({ description: 'who paused or resumed it last; null where nobody ever did' }),
    changed_at: time,
  })
  .meta({ id: 'Queue' });

export const positions = z
  .object({
    of: waiting,
    items: z.array(z.object({ id, position })).meta({ description: 'of those asked for that wait' }),
  })
  .meta({ id: 'QueuePositions' });

export const lost = z
  .object({
    id,
    prompt_id: z.number().int().nullable(),
    session: text,
    reason: text,
    created_at: time,
    resolved_at: time,
    resolution: text,
  })
  .meta({ id: 'LostAndFound' });
