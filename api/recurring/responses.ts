/** Recurring prompts and their firings as the API shows them. */
import { z } from 'zod';
import { FIRING_OUTCOMES } from '../../workflows/contracts/recurring';
import { id, knownTime, text, time } from '../http/responses';

export const firing = z
  .object({
    scheduled_at: knownTime.meta({ description: 'when it was due' }),
    at: knownTime.meta({ description: 'when that was done' }),
    outcome: z
      .enum(FIRING_OUTCOMES)
      .meta({ description: 'skipped: the prompt before was under way; failed: its text could not be made' }),
    prompt_id: id.nullable(),
    reason: text,
  })
  .meta({ id: 'Firing' });

export const recurring = z
  .object({
    id,
    schedule_id: z.string().meta({ description: 'its schedule, in GET /api/schedules' }),
    name: z.string(),
    content: text,
    template: text,
    variables: z.record(z.string(), z.string()),
    target_session: text,
    target_provider: text,
    specialty: text,
    priority: z.number().int(),
    project_id: id.nullable(),
    timeout_minutes: z.number(),
    max_retries: z.number().int(),
    cron: text,
    interval_seconds: z.number().nullable(),
    in_words: z.string(),
    timezone: z.string(),
    catch_up_minutes: z.number().int(),
    paused: z.boolean(),
    next: time.meta({ description: 'null: paused, or set in Temporal in a way of its own' }),
    last: firing.nullable(),
    created_by: z.string(),
    created_at: knownTime,
    updated_by: z.string(),
    updated_at: knownTime,
  })
  .meta({ id: 'RecurringPrompt' });

export const recurringWithFirings = recurring
  .extend({ firings: z.array(firing).meta({ description: 'the newest 50' }) })
  .meta({ id: 'RecurringPromptWithFirings' });
