/** The spreadsheet at Google that mirrors the record. */
import { operations } from '../http/operation';
import { sheets, sheetsStarted } from './responses';

export const sheetsOperations = operations('Google Sheets', {
  get: {
    method: 'GET',
    path: '/api/sheets',
    access: 'read',
    summary: 'Whether a spreadsheet is set up, and how its last runs ended',
    responses: { 200: sheets },
  },
  run: {
    method: 'POST',
    path: '/api/sheets/run',
    access: 'system:write',
    summary: 'Bring the spreadsheet up to the record now',
    details: 'It may take minutes: GET /api/sheets has what becomes of it.',
    responses: { 202: sheetsStarted },
    errors: [409, 503],
    runsPrograms: true,
  },
});
