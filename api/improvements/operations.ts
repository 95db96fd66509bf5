/** Improvements: what could be better, and what became of it. */
import { operations } from '../http/operation';
import { numberOf } from '../http/fields';
import { pageOf } from '../http/responses';
import { approveImprovement, improvementQuery } from './requests';
import { improvement, improvementCycle } from './responses';

const params = numberOf('improvement');

export const improvementOperations = operations('Improvements', {
  list: {
    method: 'GET',
    path: '/api/improvements',
    access: 'read',
    summary: 'Suggestions with their effects, those seen last first',
    query: improvementQuery,
    responses: { 200: pageOf(improvement) },
  },
  get: {
    method: 'GET',
    path: '/api/improvements/:id',
    access: 'read',
    params,
    summary: 'One of them',
    responses: { 200: improvement },
    errors: [404],
  },
  run: {
    method: 'POST',
    path: '/api/improvements/run',
    access: 'work:write',
    summary: 'Look now for what could be better',
    details: 'Answers with what the cycle did, or with 202 if it goes on for longer than 10 seconds.',
    responses: { 200: improvementCycle, 202: improvementCycle },
    errors: [409, 503],
    runsPrograms: true,
  },
  approve: {
    method: 'POST',
    path: '/api/improvements/:id/approve',
    access: 'work:write',
    params,
    summary: 'Queue its prompt, once',
    body: approveImprovement,
    responses: { 200: improvement },
    errors: [404, 409, 413],
    runsPrograms: true,
  },
  dismiss: {
    method: 'POST',
    path: '/api/improvements/:id/dismiss',
    access: 'work:write',
    params,
    summary: 'Put it away: it is counted on, and not suggested again',
    responses: { 200: improvement },
    errors: [404, 409],
  },
});
