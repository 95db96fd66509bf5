/** What needs a person: one list, the same for the pages, the command and the alerts. */
import { z } from 'zod';
import { NEED_KINDS } from '../../workflows/contracts/needs';
import { paging, someOf } from '../http/fields';
import { operations } from '../http/operation';
import { needPage } from './responses';

export const needOperations = operations('What needs you', {
  list: {
    method: 'GET',
    path: '/api/needs',
    access: 'read',
    summary: 'What needs a person, in the order in which to see to it',
    details:
      'Each with its decisions: the call and the command that do it, the scope that they need, and whether you have it.',
    query: paging.extend({ kind: someOf(NEED_KINDS).optional() }),
    responses: { 200: needPage },
  },
  dismiss: {
    method: 'POST',
    path: '/api/needs/:id/dismiss',
    access: 'prompts:write',
    params: z.object({ id: z.string().min(1) }),
    summary: 'Put away one that you have seen and that nothing else ends',
    details: 'Who did it is kept. It comes back when it happens anew.',
    responses: { 204: null },
    errors: [404, 409],
  },
});
