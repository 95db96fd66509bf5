/** Schedules and their runs as the API shows them. */
import { z } from 'zod';
import { RUN_STATUSES } from '../../workflows/contracts/schedules';
import { knownTime, text, time } from '../http/responses';

export const scheduledRun = z
  .object({
    workflow_id: z.string(),
    temporal_url: text,
    scheduled_at: knownTime,
    started_at: knownTime,
    ended_at: time,
    status: z.enum(RUN_STATUSES).meta({ description: 'unknown: the workflow engine keeps it no longer' }),
    result: z.unknown().meta({ description: 'what it returned; null where it returned nothing' }),
    error: text.meta({ description: 'why it failed' }),
  })
  .meta({ id: 'ScheduledRun' });

const times = z.object({
  interval_seconds: z.number().nullable(),
  cron: text,
  in_words: z.string().meta({ examples: ['every 5 minutes', 'at 03:00'] }),
});

export const schedule = z
  .object({
    id: z.string(),
    description: z.string(),
    workflow: z.string(),
    times: times.meta({ description: 'in force; both null: set in Temporal in a way of its own' }),
    own_times: times.meta({ description: 'without the change of a person' }),
    timezone: z.string(),
    paused: z.boolean(),
    note: z.string().meta({ description: 'of Temporal: why it is paused, or what it does' }),
    changed: z
      .object({ by: z.string(), at: knownTime })
      .nullable()
      .meta({ description: 'the last change of a person' }),
    running: z.boolean(),
    next: z.array(z.string()).meta({ description: 'when it is due; none while it is paused' }),
    runs: z.array(scheduledRun).meta({ description: 'newest first' }),
    runs_started: z.number().int(),
    runs_missed: z.number().int().meta({ description: 'not made up for: the engine was away for too long' }),
    fault: text.meta({
      description:
        'why it can not be made or read in the workflow engine: no run of it begins until that is mended',
    }),
    runs_overlapped: z.number().int().meta({ description: 'left out: the one before was still at work' }),
  })
  .meta({ id: 'Schedule' });
