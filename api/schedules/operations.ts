/** Schedules: what the product starts by itself. */
import { z } from 'zod';
import { operations } from '../http/operation';
import { changeSchedule } from './requests';
import { schedule, scheduledRun } from './responses';

const params = z.object({ id: z.string().min(1).max(100) });

export const scheduleOperations = operations('Schedules', {
  list: {
    method: 'GET',
    path: '/api/schedules',
    access: 'read',
    summary: 'All schedules, each with its next runs and its last one',
    responses: { 200: z.object({ items: z.array(schedule), total: z.number().int() }) },
    errors: [503],
  },
  get: {
    method: 'GET',
    path: '/api/schedules/:id',
    access: 'read',
    params,
    summary: 'One schedule with its last ten runs',
    responses: { 200: schedule },
    errors: [404, 503],
  },
  change: {
    method: 'PATCH',
    path: '/api/schedules/:id',
    access: 'system:write',
    params,
    summary: 'Pause or resume a schedule, or change its times',
    details: 'A change survives restarts, also of a workflow engine that lost its database.',
    body: changeSchedule,
    responses: { 200: schedule },
    errors: [404, 503],
    runsPrograms: true,
  },
  trigger: {
    method: 'POST',
    path: '/api/schedules/:id/trigger',
    access: 'system:write',
    params,
    summary: 'Start a run now, paused or not',
    responses: { 202: z.object({ run: scheduledRun.nullable() }) },
    errors: [404, 409, 503],
    runsPrograms: true,
  },
});
