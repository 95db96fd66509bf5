/** What was done, how long it took and what it cost. */
import { operations } from '../http/operation';
import { throughputQuery } from './requests';
import { throughput } from './responses';

export const throughputOperations = operations('System', {
  throughput: {
    method: 'GET',
    path: '/api/throughput',
    access: 'read',
    summary: 'What was done, how long it took and what it cost, over a day or a year',
    query: throughputQuery,
    responses: { 200: throughput },
  },
});
