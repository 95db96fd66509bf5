/** Sessions, as the API shows them. */
import { z } from 'zod';
import { CONFIRM_MODES } from '../../workflows/contracts/confirmation';
import { SESSION_STATES } from '../../workflows/contracts/glossary';
import { number, text, time } from '../http/responses';

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
    writer: text.meta({ description: 'who has taken over its terminal from a page and may type there' }),
    writer_since: time,
    owner: text.meta({ description: 'another dashboard that owns the terminal' }),
  })
  .meta({ id: 'Session' });

export const sessionsUp = z
  .object({ created: z.array(session), existing: z.array(session), provider: z.string() })
  .meta({ id: 'SessionsUp' });

export const screen = z
  .object({ name: z.string(), screen: z.string(), captured_at: time })
  .meta({ id: 'Screen' });

export const resources = z
  .object({
    session: z.string(),
    cpu_percent: z
      .number()
      .meta({ description: 'of one core, since it was measured last or, first, since the start' }),
    memory_mib: z.number(),
    processes: z.array(
      z.object({ pid: z.number().int(), name: z.string(), cpu_percent: z.number(), memory_mib: z.number() }),
    ),
  })
  .meta({ id: 'SessionResources' });

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
