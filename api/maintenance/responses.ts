/** Backups and runs of the clean-up as the API shows them. */
import { z } from 'zod';
import { id, knownTime, text, time } from '../http/responses';

export const backup = z
  .object({
    name: z.string(),
    dir: z.string(),
    created_at: time,
    reason: z.string(),
    bytes: z.number().int(),
    files: z.array(z.string()),
    with_key: z.boolean().meta({ description: 'the key of the vault is in it' }),
  })
  .meta({ id: 'Backup' });

const size = z.object({ before: z.number().int(), after: z.number().int() });
const figures = z.object({
  rows: z.record(z.string(), z.number().int()).meta({ description: 'that went, or would go, by table' }),
  bytes: z
    .record(z.string(), size)
    .optional()
    .meta({ description: 'of the databases; left out in a dry run' }),
  undone: z.record(z.string(), z.string()).optional().meta({
    description: "what couldn't be done, with why and what to do, by database; left out where all was",
  }),
  backup: z
    .string()
    .optional()
    .meta({ description: 'name of the one that was made first; left out in a dry run' }),
});

export const maintenanceRun = z
  .object({
    id,
    dry_run: z.boolean(),
    requested_by: z.string(),
    status: z.enum(['running', 'completed', 'failed']),
    started_at: knownTime,
    ended_at: time,
    figures: figures.nullable(),
    error: text,
  })
  .meta({ id: 'MaintenanceRun' });
