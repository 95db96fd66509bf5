/** Interactions, the audit, search hits and reported errors, as the API shows them. */
import { z } from 'zod';
import { SEARCH_TYPES } from '../../workflows/contracts/work-item-words';
import { id, knownTime, number, text, time } from '../http/responses';

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
    decided_by_name: text,
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

export const errorGroup = z
  .object({
    id,
    fingerprint: z.string().meta({ description: 'the same for reports of the same error' }),
    message: z.string(),
    source: text,
    stack: text,
    url: text,
    level: z.string(),
    status: z.enum(['open', 'resolved']),
    count: z.number().int(),
    first_seen: time,
    last_seen: time,
    created_at: time.meta({ description: 'as first_seen' }),
    resolved_at: time,
    resolved_by: text,
    reopened_at: time.meta({ description: 'when it came again after it was resolved' }),
  })
  .meta({ id: 'ErrorGroup' });

export const errorDetail = errorGroup
  .extend({
    reports: z.array(
      z.object({
        id,
        message: z.string(),
        source: text,
        stack: text,
        url: text,
        level: z.string(),
        created_at: time,
      }),
    ),
  })
  .meta({ id: 'ErrorWithReports' });

export const reported = z.object({ id, success: z.literal(true) }).meta({ id: 'Reported' });
