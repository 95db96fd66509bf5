/** Improvements as the API shows them. */
import { z } from 'zod';
import {
  IMPROVEMENT_KINDS,
  IMPROVEMENT_STATUSES,
  MODEL_USES,
  VERDICTS,
} from '../../workflows/contracts/improvements';
import { id, knownTime, number, text, time } from '../http/responses';

const effect = z
  .object({
    metric: z.string().meta({ description: 'the number that should fall' }),
    before: z.number().meta({ description: 'when it was queued; before that: now' }),
    after: number.meta({ description: 'null: not measured yet' }),
    verdict: z.enum(VERDICTS).nullable(),
    measured_at: time,
  })
  .meta({ id: 'ImprovementEffect' });

const attempt = z.object({
  attempt: z.number().int(),
  prompt_id: z.number().int().nullable(),
  queued_at: knownTime,
  queued_by: z.string(),
  before: z.number(),
  after: number,
  verdict: z.enum(VERDICTS).nullable(),
  measured_at: time,
});

export const improvement = z
  .object({
    id,
    fingerprint: z.string().meta({ description: 'one suggestion for each number that should fall' }),
    count: z.number().int().meta({ description: 'cycles that found it' }),
    kind: z.enum(IMPROVEMENT_KINDS),
    source: z.enum(['rule', 'model']),
    title: z.string(),
    evidence: z.array(z.string()),
    confidence: z.number(),
    prompt: z.string().meta({ description: 'ready to be queued' }),
    needs_person: z
      .boolean()
      .meta({ description: 'it quotes what came from outside: never queued by itself' }),
    status: z.enum(IMPROVEMENT_STATUSES),
    dismissed_by: text,
    first_seen: knownTime,
    last_seen: knownTime,
    effect,
    attempts: z.array(attempt).meta({ description: 'the newest first' }),
  })
  .meta({ id: 'Improvement' });

export const improvementCycle = z
  .object({
    state: z.enum(['completed', 'running']),
    found: number.meta({ description: 'suggestions that are there now; null while it runs' }),
    fresh: number.meta({ description: 'of them new' }),
    queued: number,
    measured: number,
    model: z.enum(MODEL_USES).nullable(),
  })
  .meta({ id: 'ImprovementCycle' });
