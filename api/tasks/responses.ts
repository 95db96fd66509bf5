/** Background tasks as the API shows them. */
import { z } from 'zod';
import { TASK_STATUSES } from '../../workflows/contracts/tasks';
import { id, number, pageOf, text, time } from '../http/responses';

const listed = z.object({
  id,
  type: z.string(),
  title: z.string(),
  status: z.enum(TASK_STATUSES),
  reason: text,
  priority: z.number(),
  project_id: number,
  working_dir: text,
  timeout_seconds: z.number(),
  max_retries: z.number().int(),
  retry_count: z.number().int(),
  exit_code: number,
  signal: text,
  pid: number,
  source: z.string(),
  created_at: time,
  started_at: time,
  completed_at: time,
  workflow_id: z.string(),
  temporal_url: text,
});

export const taskListed = listed.meta({ id: 'TaskListed' });

export const task = listed
  .extend({
    input: z.unknown().meta({ description: 'as the type of the task has it' }),
    env: z.unknown(),
    secrets: z.unknown().meta({ description: 'names' }),
  })
  .meta({ id: 'Task' });

export const taskPage = pageOf(taskListed).extend({
  counts: z.record(z.string(), z.number().int()).meta({ description: 'of all tasks, by status' }),
  slots: z.number().int().meta({ description: 'how many run at once' }),
});

export const taskLog = z
  .object({
    task_id: id,
    offset: z.number().int().meta({ description: 'bytes, as next_offset and size' }),
    next_offset: z.number().int(),
    size: z.number().int(),
    text: z.string(),
    ended: z.boolean().meta({ description: 'there is no more and none will come' }),
  })
  .meta({ id: 'TaskLog' });
