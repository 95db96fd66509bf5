/** Phase plans, as the API shows them. */
import { z } from 'zod';
import {
  EVIDENCE_KINDS,
  GATE_STATUSES,
  GATE_TYPES,
  ON_CHANGE,
  PHASE_STATUSES,
  PLAN_STATUSES,
  PLAN_TASK_STATUSES,
  PROMPT_PURPOSES,
} from '../../workflows/contracts/plans';
import { PLAN_DRAFT_STATES } from '../../workflows/contracts/plan-drafts';
import { id, knownTime, number, pageOf, text, time } from '../http/responses';
import { taskWorktree, worktree, worktreeShown } from './worktree-fields';

const head = {
  id,
  name: z.string(),
  status: z.enum(PLAN_STATUSES),
  reason: text,
  progress: z.number().int().meta({ description: 'percent of its tasks that are done' }),
  project_id: number,
  working_dir: text,
  budget: z.object({ usd: z.number().optional(), tokens: z.number().optional() }).nullable(),
  revision: z.number().int().meta({ description: 'grows with every change of what is to be done' }),
  created_at: time,
  created_by: z.string(),
  started_at: time,
  ended_at: time,
  workflow_id: z.string(),
  temporal_url: text,
};

const gate = z.object({
  number: z.number().int().meta({ description: 'its place, from 1' }),
  asked: z.number().int().meta({
    description: 'how often it was asked: sent with a decision, it is refused where files have changed since',
  }),
  type: z.enum(GATE_TYPES),
  status: z.enum(GATE_STATUSES),
  what: z.string().meta({ description: 'the command, the question, or the note' }),
  evidence: text,
  proposed: z.boolean().meta({
    description: 'a command that a model wrote: it runs on this machine once a person starts the plan',
  }),
  stale: z.boolean().meta({ description: 'files have changed since' }),
  on_change: z.enum(ON_CHANGE).nullable().meta({ description: 'of an approval' }),
  exit_code: number,
  decided_by: text,
  started_at: time,
  ended_at: time,
});

const attempt = z.object({
  number: z.number().int(),
  purpose: z.enum(PROMPT_PURPOSES),
  prompt_id: number,
  outcome: text.meta({
    description: 'passed, failed, conflict, needs_person, overridden, cancelled, withdrawn; null: open',
  }),
  reason: text,
  facts: z.object({
    directory: text,
    head_before: text,
    head_after: text,
    files_changed: z.array(z.string()).nullable().meta({ description: '500 at most; null: not known' }),
    changed: z.boolean().nullable(),
    ran: z.boolean().nullable().meta({ description: 'it used a tool, or is a command' }),
    note: text,
  }),
  decided_by: text,
  started_at: time,
  ended_at: time,
});

export const task = z.object({
  key: z.string(),
  status: z.enum(PLAN_TASK_STATUSES),
  reason: text,
  prompt: z.string(),
  proposed: z.boolean().meta({ description: 'its prompt is a command for a shell, and a model wrote it' }),
  target_session: text,
  provider: text,
  specialty: text,
  priority: z.number(),
  after: z.array(z.string()),
  touches: z.array(z.string()),
  timeout_minutes: z.number(),
  max_retries: z.number().int(),
  evidence: z.enum(EVIDENCE_KINDS),
  worktree_settings: taskWorktree,
  worktree: worktreeShown,
  prompt_ids: z.array(z.number().int()),
  gates: z.array(gate),
  attempts: z.array(attempt),
});

/** One by one, without the rest of the plan. */
export const planTaskPage = pageOf(task.extend({ phase: z.string() }));

/** As it can be sent again: fields that stand for themselves are left out. */
const taskDefinition = z.object({
  key: z.string(),
  prompt: z.string(),
  target_session: z.string().optional(),
  provider: z.string().optional(),
  specialty: z.string().optional(),
  priority: z.number().optional(),
  after: z.array(z.string()).optional(),
  touches: z.array(z.string()).optional(),
  gates: z
    .array(
      z.object({
        type: z.enum(GATE_TYPES),
        command: z.string().optional(),
        timeout_seconds: z.number().optional(),
        note: z.string().optional(),
        on_change: z.enum(ON_CHANGE).optional(),
        question: z.string().optional(),
      }),
    )
    .optional(),
  timeout_minutes: z.number().optional(),
  max_retries: z.number().int().optional(),
  evidence: z.enum(EVIDENCE_KINDS).optional(),
  worktree: taskWorktree,
});

export const taskShown = task
  .extend({
    plan_id: id,
    revision: z.number().int().meta({ description: 'of the plan: its ETag is of this' }),
    phase: z.string(),
    definition: taskDefinition,
  })
  .meta({ id: 'PlanTask' });

const phase = { name: z.string(), status: z.enum(PHASE_STATUSES), progress: z.number().int() };

export const planListed = z.object(head).meta({ id: 'PlanListed' });
export const planPage = pageOf(planListed);

export const plan = z
  .object({
    ...head,
    parallel: z.number().int(),
    stuck_after: z.number().int(),
    draft: z
      .object({ id, goal: z.string(), provider: text, model: text, cost_usd: number })
      .nullable()
      .meta({ description: 'of a plan that a model drafted' }),
    worktree: worktree.nullable(),
    phases: z.array(z.object({ ...phase, tasks: z.array(task) })),
  })
  .meta({ id: 'Plan' });

export const planProgress = z
  .object({
    id,
    status: z.enum(PLAN_STATUSES),
    progress: z.number().int(),
    tasks: z
      .record(z.enum(PLAN_TASK_STATUSES), z.number().int())
      .meta({ description: 'how many, by status' }),
    phases: z.array(z.object({ ...phase, tasks: z.number().int(), done: z.number().int() })),
  })
  .meta({ id: 'PlanProgress' });

const range = z.object({ low: z.number(), likely: z.number(), high: z.number() });
const ranges = {
  usd: range.nullable().meta({ description: 'null: nothing is known' }),
  tokens: range.nullable(),
};

export const estimate = z
  .object({
    tasks: z.number().int().meta({ description: 'that are still to be done' }),
    ...ranges,
    unknown_usd: z
      .array(z.string())
      .meta({ description: 'tasks whose cost is not known, and not in the sums' }),
    unknown_tokens: z.array(z.string()),
    basis: z.array(
      z.object({
        agent: text.meta({ description: 'null: any' }),
        turns: z.number().int().meta({ description: 'that were looked at, 200 at most' }),
        ...ranges,
      }),
    ),
  })
  .meta({ id: 'PlanEstimate' });

export const planDraft = z
  .object({
    id,
    state: z.enum(PLAN_DRAFT_STATES),
    goal: z.string(),
    reason: text.meta({ description: 'why it failed, or what it waits for' }),
    plan_id: number.meta({ description: 'the plan, in status draft until a person starts it' }),
    project_id: number,
    working_dir: text,
    provider: text,
    model: text,
    cost_usd: number.meta({ description: 'of the request to the model; null: not known' }),
    created_at: knownTime,
    created_by: z.string(),
    ended_at: time,
    workflow_id: z.string(),
    temporal_url: text,
  })
  .meta({ id: 'PlanDraft' });
export const planDraftPage = pageOf(planDraft);

export const created = z
  .object({ id, status: z.enum(PLAN_STATUSES), warnings: z.array(z.string()) })
  .meta({ id: 'PlanCreated' });

export const validated = z
  .object({
    valid: z.literal(true),
    phases: z.number().int(),
    tasks: z.number().int(),
    warnings: z.array(z.string()),
    estimate,
  })
  .meta({ id: 'PlanValidated' });
