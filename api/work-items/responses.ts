/** Projects, features and bugs, as the API shows them. */
import { z } from 'zod';
import {
  BUG_STATUSES,
  FEATURE_STATUSES,
  PROJECT_STATUSES,
  SEVERITIES,
} from '../../workflows/contracts/work-item-words';
import { id, number, queued, text, time, wordOf } from '../http/responses';

export const project = z
  .object({
    id,
    name: z.string(),
    description: text,
    status: wordOf(PROJECT_STATUSES),
    source_path: text,
    priority: z.number(),
    created_at: time,
    updated_at: time,
    warning: text.meta({
      description: 'why its work may go to the wrong place, or waits: no source_path, or none that is there',
    }),
  })
  .meta({ id: 'Project' });

const item = z.object({
  id,
  project_id: number,
  title: z.string(),
  description: text,
  status: z.string(),
  status_reason: text.meta({ description: 'why it is in its status' }),
  priority: z.number(),
  assigned_to: text,
  tmux_session: text,
  estimated_hours: number,
  actual_hours: number,
  prompt_id: number.meta({ description: 'the prompt that works on it, or did so last' }),
  answered_at: time.meta({
    description: 'when that prompt was answered; whether the work is done, a person says by the status',
  }),
  created_at: time,
  updated_at: time,
});

export const sentItem = queued
  .extend({
    warning: z
      .string()
      .optional()
      .meta({ description: 'why it waits, or may go to the wrong place, and what helps' }),
  })
  .meta({ id: 'SentItem' });

export const feature = item
  .extend({
    milestone_id: number,
    spec: text,
    status: wordOf(FEATURE_STATUSES),
    assigned_node: text,
    completed_at: time,
  })
  .meta({ id: 'Feature' });

export const bug = item
  .extend({
    feature_id: number,
    severity: wordOf(SEVERITIES),
    status: wordOf(BUG_STATUSES),
    resolved_at: time,
  })
  .meta({ id: 'Bug' });
