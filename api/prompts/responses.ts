/** Prompts and sessions, as the API shows them. */
import { z } from 'zod';
import { CONFIRM_MODES } from '../../workflows/contracts/confirmation';
import { PROMPT_STATUSES, SESSION_STATES, STAGES, TURN_RESULTS } from '../../workflows/contracts/glossary';
import { id, number, text, time } from '../http/responses';

const prompt = z.object({
  id,
  content: z.string(),
  source: z.string(),
  priority: z.number(),
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

export const queue = z
  .object({
    paused: z.boolean().meta({ description: 'no waiting prompt is given to a session' }),
    reason: text.meta({ description: 'why it was paused, or resumed' }),
    changed_by: text.meta({ description: 'who paused or resumed it last; null where nobody ever did' }),
    changed_at: time,
  })
  .meta({ id: 'Queue' });

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
    project_id: number.meta({ description: 'the project that it was made for' }),
    host: text,
    pane_id: text,
    registered: z.boolean(),
    attached: z.number().int(),
    current_task_id: z.number().int().nullable(),
    last_activity: time,
    updated_at: time,
    evidence_source: text.meta({ description: 'hooks, transcript, title or screen: what decided' }),
    disagreement: text.meta({ description: 'what each source says, where they differ' }),
    limited_until: time,
    success_rate: z.number(),
    avg_completion_time: z.number().meta({ description: 'seconds' }),
    total_tasks_completed: z.number().int(),
    total_tasks_failed: z.number().int(),
    auto_confirm: z.enum(CONFIRM_MODES),
    auto_confirm_until: time,
    confirmation_id: number.meta({ description: 'the dialog that waits' }),
    owner: text.meta({ description: 'another dashboard that owns the terminal' }),
  })
  .meta({ id: 'Session' });

export const sessionsUp = z
  .object({ created: z.array(session), existing: z.array(session), provider: z.string() })
  .meta({ id: 'SessionsUp' });

export const screen = z
  .object({ name: z.string(), screen: z.string(), captured_at: time })
  .meta({ id: 'Screen' });

export const explanation = z
  .object({
    session: z.string(),
    status: z.string(),
    reason: z.string(),
    rule: z.string(),
    evidence: z.string(),
    source: z.string().meta({ description: 'what decided: hooks, transcript, title or screen' }),
    disagreement: text,
    queue: text.meta({ description: 'why it is given no prompts, while the queue is paused' }),
    agent: z.object({ id: z.string(), title: z.string(), verified: z.string() }).nullable(),
    sources: z.array(
      z.object({
        source: z.string(),
        state: z.string(),
        reason: z.string(),
        rule: text,
        evidence: z.string(),
        at: time,
      }),
    ),
    frame: z.object({
      title: z.string(),
      command: z.string(),
      cursor: z.object({ x: z.number(), y: z.number() }),
      size: z.object({ width: z.number(), height: z.number() }),
    }),
  })
  .meta({ id: 'Explanation' });
