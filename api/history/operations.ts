/** Interactions, the audit, search, and reported errors. */
import { pageOf } from '../http/responses';
import { auditEntry, errorDetail, errorGroup, interaction, reported, searchHit } from './responses';
import { numberOf } from '../http/fields';
import { operations } from '../http/operation';
import { auditQuery, errorQuery, errorReport, interactionQuery, searchQuery } from './requests';

export const historyOperations = operations('History', {
  interactions: {
    method: 'GET',
    path: '/api/interactions',
    access: 'read',
    summary: 'Dialogs of agents and how they ended, newest first',
    query: interactionQuery,
    responses: { 200: pageOf(interaction) },
  },
  interaction: {
    method: 'GET',
    path: '/api/interactions/:id',
    access: 'read',
    params: numberOf('interaction'),
    summary: 'One of them',
    responses: { 200: interaction },
    errors: [404],
  },
  audit: {
    method: 'GET',
    path: '/api/audit',
    access: 'read',
    summary: 'Who changed what, newest first',
    query: auditQuery,
    responses: { 200: pageOf(auditEntry) },
  },
  search: {
    method: 'GET',
    path: '/api/search',
    access: 'read',
    summary: 'Search over everything',
    details: 'All words must occur, anywhere and in any case. The best come first.',
    query: searchQuery,
    responses: { 200: pageOf(searchHit) },
  },
});

export const errorOperations = operations('Errors', {
  list: {
    method: 'GET',
    path: '/api/errors',
    access: 'open',
    summary: 'Reported errors, those seen last first',
    details:
      'Reports of the same error are one, counted. Without a login it tells how many there are and when they came, not what they say.',
    query: errorQuery,
    responses: { 200: pageOf(errorGroup) },
    errors: [401],
  },
  report: {
    method: 'POST',
    path: '/api/errors',
    access: 'open',
    summary: 'Report an error',
    body: errorReport,
    responses: { 201: reported },
    errors: [413, 429],
  },
  get: {
    method: 'GET',
    path: '/api/errors/:id',
    access: 'read',
    params: numberOf('error'),
    summary: 'One error with its newest reports',
    responses: { 200: errorDetail },
    errors: [404],
  },
  resolve: {
    method: 'POST',
    path: '/api/errors/:id/resolve',
    access: 'work:write',
    params: numberOf('error'),
    summary: 'Say that it is mended',
    details: 'When it is reported again, it is open again.',
    responses: { 200: errorGroup },
    errors: [404],
  },
  reopen: {
    method: 'POST',
    path: '/api/errors/:id/reopen',
    access: 'work:write',
    params: numberOf('error'),
    summary: 'Say that it is not',
    responses: { 200: errorGroup },
    errors: [404],
  },
});
