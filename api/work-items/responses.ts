/** Projects, features, bugs and what was done with them, as the API shows them. */
import { z } from 'zod';
import {
  BUG_STATUSES,
  FEATURE_STATUSES,
  PROJECT_STATUSES,
  SEARCH_TYPES,
  SEVERITIES,
} from '../../workflows/contracts/work-item-words';
import { id, knownTime, number, queued, text, time, wordOf } from '../http/responses';

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

export const interaction = z
  .object({
    id,
    confirmation_id: number,
    session_name: text,
    agent: text,
    kind: text,
    dialog: text.meta({ description: 'title of the dialog' }),
    tool: text,
    request: text.meta({ description: 'the command, file or page it was about' }),
    status: text,
    decided_by: text,
    verdict: text,
    rule_id: text,
    resolution: text,
    asked_at: knownTime,
    answered_at: time,
    created_at: knownTime,
  })
  .meta({ id: 'Interaction' });

export const auditEntry = z
  .object({
    id,
    at: knownTime,
    actor: z.string().meta({ description: 'the user, api-token, or what acted by itself, like "prompt 42"' }),
    action: z.string(),
    entity: z.string(),
    entity_id: z.string(),
    changes: z
      .record(z.string(), z.tuple([z.unknown(), z.unknown()]))
      .meta({ description: 'field -> [before, after]' }),
  })
  .meta({ id: 'AuditEntry' });

export const searchHit = z
  .object({
    type: z.enum(SEARCH_TYPES),
    id,
    title: z.string(),
    excerpt: z.string(),
    status: text,
    project_id: number,
    rank: z.number().int().min(1).max(4).meta({
      description: '1: the title is the text, 2: begins with it, 3: holds all words, 4: the rest of it does',
    }),
    updated_at: time,
  })
  .meta({ id: 'SearchHit' });
