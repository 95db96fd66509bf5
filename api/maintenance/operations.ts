/** Upkeep: backups and the clean-up of old records. */
import { pageOf } from '../http/responses';
import { backup, maintenanceRun } from './responses';
import { describeRoutes } from '../http/operation';
import { maintenanceQuery, newBackup, runMaintenance } from './requests';
import { paging } from '../http/fields';

export const upkeepDescriptions = describeRoutes('Upkeep', {
  'POST /api/backups': {
    summary: 'Make a backup of the record',
    body: newBackup,
    answers: { 201: backup },
    errors: [409],
    runsPrograms: true,
  },
  'GET /api/backups': {
    summary: 'Backups, newest first',
    query: paging,
    answers: { 200: pageOf(backup) },
  },
  'POST /api/maintenance/run': {
    summary: 'Start the clean-up; a dry run only counts what would go',
    body: runMaintenance,
    answers: { 202: maintenanceRun },
    errors: [409, 503],
    runsPrograms: true,
  },
  'GET /api/maintenance': {
    summary: 'Runs of the clean-up, newest first',
    query: maintenanceQuery,
    answers: { 200: pageOf(maintenanceRun) },
  },
  'GET /api/maintenance/:id': { summary: 'One run', answers: { 200: maintenanceRun }, errors: [404] },
});
