/** Recurring prompts: queued again and again, by a schedule each. */
import { z } from 'zod';
import { numberOf } from '../http/fields';
import { operations } from '../http/operation';
import { changeRecurring, newRecurring } from './requests';
import { firing, recurring, recurringWithFirings } from './responses';

const params = numberOf('recurring prompt');

export const recurringOperations = operations('Recurring prompts', {
  list: {
    method: 'GET',
    path: '/api/recurring-prompts',
    access: 'read',
    summary: 'All recurring prompts, by name',
    responses: { 200: z.object({ items: z.array(recurring), total: z.number().int() }) },
  },
  get: {
    method: 'GET',
    path: '/api/recurring-prompts/:id',
    access: 'read',
    params,
    summary: 'One recurring prompt with what became of its last times',
    responses: { 200: recurringWithFirings },
    errors: [404],
  },
  create: {
    method: 'POST',
    path: '/api/recurring-prompts',
    access: 'prompts:write',
    summary: 'Have a prompt queued again and again',
    details:
      'At each time one prompt is queued, unless the one before is under way. Where the workflow engine is away its schedule is made later.',
    body: newRecurring,
    responses: { 201: recurringWithFirings },
    errors: [409, 413, 422],
  },
  change: {
    method: 'PATCH',
    path: '/api/recurring-prompts/:id',
    access: 'prompts:write',
    params,
    summary: 'Change, pause or resume it',
    body: changeRecurring,
    responses: { 200: recurringWithFirings },
    errors: [404, 409, 413, 422],
  },
  remove: {
    method: 'DELETE',
    path: '/api/recurring-prompts/:id',
    access: 'prompts:write',
    params,
    summary: 'Remove it and its schedule; its prompts stay',
    responses: { 204: null },
    errors: [404],
  },
  trigger: {
    method: 'POST',
    path: '/api/recurring-prompts/:id/trigger',
    access: 'prompts:write',
    params,
    summary: 'Queue its prompt now, paused or not, unless the one before is under way',
    responses: { 200: firing },
    errors: [404, 409],
  },
});
