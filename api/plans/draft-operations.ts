/** Plans that a model drafts from a goal. */
import { idempotencyHeader, numberOf } from '../http/fields';
import { operations } from '../http/operation';
import { draftPlan, draftQuery } from './requests';
import { planDraft, planDraftPage } from './responses';

const params = numberOf('draft');

export const planDraftOperations = operations('Plans', {
  draft: {
    method: 'POST',
    path: '/api/plans/draft',
    access: 'plans:write',
    summary: 'Have a model draft a plan from a goal; a person starts it',
    details:
      'Answers with the draft, or with 202 if the model thinks for longer than 10 seconds: ask for the draft again. The plan has the status `draft`: nothing of it runs before `POST /api/plans/:id/approve`.',
    headers: idempotencyHeader,
    body: draftPlan,
    responses: { 200: planDraft, 202: planDraft },
    errors: [409, 422],
    // It may run the agents' command lines, and cost money.
    runsPrograms: true,
  },
  list: {
    method: 'GET',
    path: '/api/plans/drafts',
    access: 'read',
    summary: 'What models were asked to draft, the newest first',
    query: draftQuery,
    responses: { 200: planDraftPage },
  },
  get: {
    method: 'GET',
    path: '/api/plans/drafts/:id',
    access: 'read',
    params,
    summary: 'One of them',
    responses: { 200: planDraft },
    errors: [404],
  },
  retry: {
    method: 'POST',
    path: '/api/plans/drafts/:id/retry',
    access: 'plans:write',
    params,
    summary: 'Ask again where it failed; that costs again',
    responses: { 200: planDraft, 202: planDraft },
    errors: [404, 409],
    runsPrograms: true,
  },
  cancel: {
    method: 'POST',
    path: '/api/plans/drafts/:id/cancel',
    access: 'plans:write',
    params,
    summary: 'Give it up; what a model still answers is not kept',
    responses: { 200: planDraft },
    errors: [404, 409],
  },
  remove: {
    method: 'DELETE',
    path: '/api/plans/drafts/:id',
    access: 'plans:write',
    params,
    summary: 'Remove the request; the plan that came of it stays',
    responses: { 204: null },
    errors: [404, 409],
  },
});
