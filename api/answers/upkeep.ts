/** Backups and runs of the clean-up as the API shows them. */
import { z } from 'zod';
import { id, text, time } from './common';

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

export const maintenanceRun = z
  .object({
    id,
    dry_run: z.boolean(),
    requested_by: z.string(),
    status: z.enum(['running', 'completed', 'failed']),
    started_at: time,
    ended_at: time,
    figures: z
      .unknown()
      .meta({ description: 'rows that went by table, bytes of the databases, name of the backup' }),
    error: text,
  })
  .meta({ id: 'MaintenanceRun' });
