/** What requests about milestones may hold. */
import { z } from 'zod';
import { MILESTONE_TASK_STATUSES, PHASES } from '../../workflows/contracts/milestones';
import { oneOf, paging, shortText, someOf, whole } from '../http/fields';

const MAX_ID = Number.MAX_SAFE_INTEGER;
const idText = z
  .string({ error: 'expected a whole number' })
  .regex(/^\d{1,15}$/, { error: 'expected a whole number' })
  .transform(Number);

export const milestoneQuery = paging.extend({ project_id: idText.optional() });
export const milestoneTaskQuery = paging.extend({
  status: someOf(MILESTONE_TASK_STATUSES).optional(),
  phase: someOf(PHASES).optional(),
});
export const reportQuery = z.object({ format: oneOf(['md', 'json']).default('md') });
export const scanQuery = z.object({ project_id: idText.optional() });

const projectId = whole(1, MAX_ID).nullish();
export const startScan = z
  .strictObject({
    project_id: projectId,
    hours_per_day: z
      .number({ error: 'expected a number of hours' })
      .gt(0, { error: 'expected more than 0 hours' })
      .max(24, { error: 'expected at most 24 hours' })
      .optional(),
  })
  .default({});
export const cancelScan = z.strictObject({ project_id: projectId }).default({});
export const makeFeatures = z
  .strictObject({
    task_ids: z
      .array(shortText(64), { error: 'expected a list of ids of tasks' })
      .min(1, { error: 'expected at least one id; leave it out for all open tasks' })
      .max(1_000, { error: 'expected at most 1000 ids; leave it out for all open tasks' })
      .optional(),
  })
  .default({});
