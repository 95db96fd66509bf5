/** Prompts and sessions, as the API shows them. */
import { z } from 'zod';
import { PROMPT_STATUSES, SESSION_STATES, STAGES } from '../../workflows/contracts/glossary';
import { id, text, time } from './common';

const prompt = z.object({
  id,
  content: z.string(),
  source: z.string(),
  priority: z.number(),
  status: z.enum(PROMPT_STATUSES),
  stage: z.enum(STAGES),
  reason: text,
  assigned_session: text,
  target_session: text,
  target_provider: text,
  specialty: text,
  created_at: time,
  assigned_at: time,
  completed_at: time,
  response: text,
  error: text,
  metadata: z.unknown(),
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

export const promptWithHistory = prompt
  .extend({
    history: z.array(
      z.object({ id, at: time, stage: z.string(), session: text, reason: text, evidence: text }),
    ),
  })
  .meta({ id: 'Prompt' });

export const queueStatus = z
  .object({
    pending: z.number().int(),
    in_progress: z.number().int(),
    completed_today: z.number().int(),
    failed_today: z.number().int(),
  })
  .meta({ id: 'QueueStatus' });

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

export const session = z
  .object({
    name: z.string(),
    status: z.enum(SESSION_STATES),
    reason: text,
    rule: text,
    evidence: text,
    provider: text,
    specialty: text,
    is_claude: z.boolean(),
    working_dir: text,
    host: text,
    pane_id: text,
    registered: z.boolean(),
    attached: z.number().int(),
    current_task_id: z.number().int().nullable(),
    last_activity: time,
    updated_at: time,
    limited_until: time,
    success_rate: z.number(),
    avg_completion_time: z.number().meta({ description: 'seconds' }),
    total_tasks_completed: z.number().int(),
    total_tasks_failed: z.number().int(),
  })
  .meta({ id: 'Session' });

export const sessionsUp = z
  .object({ created: z.array(session), existing: z.array(session), provider: z.string() })
  .meta({ id: 'SessionsUp' });

export const screen = z
  .object({ name: z.string(), screen: z.string(), captured_at: time })
  .meta({ id: 'Screen' });
