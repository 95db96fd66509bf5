/** Budgets. */
import { z } from 'zod';
import { numberOf } from '../http/fields';
import { operations } from '../http/operation';
import { changeBudget, newBudget } from './requests';
import { budget } from './responses';

export const budgetOperations = operations('Budgets', {
  list: {
    method: 'GET',
    path: '/api/budgets',
    access: 'read',
    summary: 'Budgets, with what is used and reserved',
    responses: { 200: z.object({ items: z.array(budget) }) },
  },
  create: {
    method: 'POST',
    path: '/api/budgets',
    access: 'budgets:write',
    summary: 'Set a budget for everything, an account, a project or a plan',
    details: 'When it is used up, new work waits and says why. What runs goes on.',
    body: newBudget,
    responses: { 201: budget },
    errors: [422],
  },
  change: {
    method: 'PATCH',
    path: '/api/budgets/:id',
    access: 'budgets:write',
    params: numberOf('budget'),
    summary: 'Raise or lower a budget: only what is given changes',
    body: changeBudget,
    responses: { 200: budget },
    errors: [404],
  },
  remove: {
    method: 'DELETE',
    path: '/api/budgets/:id',
    access: 'budgets:write',
    params: numberOf('budget'),
    summary: 'Remove a budget: what waited for it goes on',
    responses: { 204: null },
    errors: [404],
  },
});
