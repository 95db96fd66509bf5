/** Interactions, the audit, search, and reported errors. */
import { pageOf } from '../http/responses';
import { auditEntry, errorDetail, errorGroup, interaction, reported, searchHit } from './responses';
import { describeRoutes } from '../http/operation';
import { auditQuery, errorQuery, errorReport, interactionQuery, searchQuery } from './requests';

export const historyDescriptions = {
  ...describeRoutes('History', {
    'GET /api/interactions': {
      summary: 'Dialogs of agents and how they ended, newest first',
      query: interactionQuery,
      answers: { 200: pageOf(interaction) },
    },
    'GET /api/interactions/:id': { summary: 'One of them', answers: { 200: interaction }, errors: [404] },
    'GET /api/audit': {
      summary: 'Who changed what, newest first',
      query: auditQuery,
      answers: { 200: pageOf(auditEntry) },
    },
    'GET /api/search': {
      summary: 'Search over everything',
      details: 'All words must occur, anywhere and in any case. The best come first.',
      query: searchQuery,
      answers: { 200: pageOf(searchHit) },
    },
  }),
  ...describeRoutes('Errors', {
    'GET /api/errors': {
      summary: 'Reported errors, those seen last first',
      details: 'Reports of the same error are one, counted.',
      query: errorQuery,
      answers: { 200: pageOf(errorGroup) },
      open: true,
    },
    'POST /api/errors': {
      summary: 'Report an error',
      body: errorReport,
      answers: { 201: reported },
      errors: [413, 429],
      open: true,
    },
    'GET /api/errors/:id': {
      summary: 'One error with its newest reports',
      answers: { 200: errorDetail },
      errors: [404],
    },
    'POST /api/errors/:id/resolve': {
      summary: 'Say that it is mended',
      details: 'When it is reported again, it is open again.',
      answers: { 200: errorGroup },
      errors: [404],
    },
    'POST /api/errors/:id/reopen': {
      summary: 'Say that it is not',
      answers: { 200: errorGroup },
      errors: [404],
    },
  }),
};
