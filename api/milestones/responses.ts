/** Milestones, their tasks and scans as the API shows them. */
import { z } from 'zod';
import { MILESTONE_TASK_STATUSES, PHASES, TAGS, TASK_KINDS } from '../../workflows/contracts/milestones';
import { id, number, pageOf, text, time } from '../http/responses';

const counts = {
  total_tasks: z.number().int(),
  done_tasks: z.number().int(),
  open_tasks: z.number().int(),
  estimated_hours: z.number().meta({ description: 'of the open tasks' }),
};
const day = text.meta({ description: 'a day, like 2026-02-07' });

const listed = z.object({
  id,
  project_id: number,
  project_name: text,
  title: text,
  summary: text,
  ...counts,
  json_path: text,
  markdown_path: text,
  created_at: time,
  updated_at: time,
  scanned_at: time,
});
export const milestone = listed.meta({ id: 'Milestone' });

export const milestoneTask = z
  .object({
    id: z.string(),
    kind: z.enum(TASK_KINDS),
    tag: z.enum(TAGS).nullable(),
    text: z.string(),
    path: text,
    line: number,
    section: text,
    record_id: number.meta({ description: 'of the feature or bug' }),
    phase: z.enum(PHASES),
    priority: z.number(),
    estimated_hours: z.number(),
    status: z.enum(MILESTONE_TASK_STATUSES),
    done_reason: z.enum(['checked', 'gone']).nullable(),
    feature_id: number.meta({ description: 'the feature that was made of it' }),
    first_seen_at: time,
    last_seen_at: time,
    done_at: time,
  })
  .meta({ id: 'MilestoneTask' });

export const milestoneDetail = listed
  .extend({
    phases: z.array(
      z.object({ phase: z.enum(PHASES), title: z.string(), ...counts, starts_on: day, ends_on: day }),
    ),
    scan: z.unknown().meta({ description: 'what the last scan read, and what it left out and why' }),
    tasks: pageOf(milestoneTask),
  })
  .meta({ id: 'MilestoneDetail' });

export const milestoneReport = z.record(z.string(), z.unknown()).meta({
  description: 'as the scan wrote it: totals, phases with their tasks, rules, and the files it read',
});

export const runState = z.enum(['running', 'completed', 'failed', 'cancelled']);

export const scan = z
  .object({
    state: runState,
    workflow_id: z.string(),
    temporal_url: text,
    projects: z.array(
      z.object({
        project_id: id,
        project_name: text,
        milestone_id: number,
        files: z.number().int(),
        open_tasks: z.number().int(),
        done_tasks: z.number().int(),
        error: z.object({ code: z.string(), message: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'Scan' });

const made = z.array(z.object({ task_id: z.string(), feature_id: id }));
export const madeFeatures = z.object({ created: made, existing: made }).meta({ id: 'MadeFeatures' });
