/** What requests about the clean-up and backups may hold. */
import { z } from 'zod';
import { MAINTENANCE_STATUSES } from '../../workflows/contracts/maintenance';
import { paging, someOf } from '../http/fields';

const yesOrNo = z.boolean({ error: 'expected true or false' }).default(false);
export const runMaintenance = z.strictObject({ dry_run: yesOrNo }).prefault({});
export const newBackup = z.strictObject({ with_key: yesOrNo }).prefault({});
export const maintenanceQuery = paging.extend({ status: someOf(MAINTENANCE_STATUSES).optional() });
