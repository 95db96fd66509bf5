/** What requests about the clean-up and backups may hold. */
import { z } from 'zod';
import { MAINTENANCE_STATUSES } from '../../workflows/contracts/maintenance';
import { paging, someOf, yesOrNo } from '../http/fields';

export const runMaintenance = z.strictObject({ dry_run: yesOrNo.default(false) }).prefault({});
export const newBackup = z.strictObject({ with_key: yesOrNo.default(false) }).prefault({});
export const maintenanceQuery = paging.extend({ status: someOf(MAINTENANCE_STATUSES).optional() });
