/** Maintenance: backups and the clean-up of old records. */
import { pageOf } from '../http/responses';
import { backup, maintenanceRun } from './responses';
import { operations } from '../http/operation';
import { maintenanceQuery, newBackup, runMaintenance } from './requests';
import { numberOf, paging } from '../http/fields';

export const backupOperations = operations('Maintenance', {
  create: {
    method: 'POST',
    path: '/api/backups',
    access: 'system:write',
    summary: 'Make a backup of the record',
    body: newBackup,
    responses: { 201: backup },
    errors: [409],
    runsPrograms: true,
  },
  list: {
    method: 'GET',
    path: '/api/backups',
    access: 'read',
    summary: 'Backups, newest first',
    query: paging,
    responses: { 200: pageOf(backup) },
  },
});

export const maintenanceOperations = operations('Maintenance', {
  run: {
    method: 'POST',
    path: '/api/maintenance/run',
    access: 'system:write',
    summary: 'Start the clean-up; a dry run only counts what would go',
    body: runMaintenance,
    responses: { 202: maintenanceRun },
    errors: [409, 503],
    runsPrograms: true,
  },
  list: {
    method: 'GET',
    path: '/api/maintenance',
    access: 'read',
    summary: 'Runs of the clean-up, newest first',
    query: maintenanceQuery,
    responses: { 200: pageOf(maintenanceRun) },
  },
  get: {
    method: 'GET',
    path: '/api/maintenance/:id',
    access: 'read',
    params: numberOf('run'),
    summary: 'One run',
    responses: { 200: maintenanceRun },
    errors: [404],
  },
});
