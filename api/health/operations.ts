/** Health over time. How things stand now is `GET /health`. */
import { operations } from '../http/operation';
import { pageOf } from '../http/responses';
import { checkQuery, outageQuery, uptimeQuery } from './requests';
import { healthCheck, outage, uptime } from './responses';

export const healthOperations = operations('System', {
  history: {
    method: 'GET',
    path: '/api/health/history',
    access: 'read',
    summary: 'What the checks of the health saw, newest first',
    query: checkQuery,
    responses: { 200: pageOf(healthCheck) },
  },
  outages: {
    method: 'GET',
    path: '/api/health/outages',
    access: 'read',
    summary: 'Outages with cause and duration, newest first',
    query: outageQuery,
    responses: { 200: pageOf(outage) },
  },
  uptime: {
    method: 'GET',
    path: '/api/health/uptime',
    access: 'read',
    summary: 'The share of checks that found nothing, by component',
    query: uptimeQuery,
    responses: { 200: uptime },
  },
});
