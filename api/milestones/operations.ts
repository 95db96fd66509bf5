/** Milestones: what is left to do in the projects. */
import { pageOf, success } from '../http/responses';
import { madeFeatures, milestone, milestoneDetail, milestoneReport, scan } from './responses';
import { numberOf } from '../http/fields';
import { operations } from '../http/operation';
import {
  cancelScan,
  makeFeatures,
  milestoneQuery,
  milestoneTaskQuery,
  reportQuery,
  scanQuery,
  startScan,
} from './requests';

export const scanOperations = operations('Milestones', {
  start: {
    method: 'POST',
    path: '/api/milestones/scan',
    access: 'work:write',
    summary: 'Scan a project, or all of them',
    details: 'A scan of the same that runs already is joined. 202 where it takes longer than 8 seconds.',
    body: startScan,
    responses: { 200: scan, 202: scan },
    errors: [404, 503],
    runsPrograms: true,
  },
  last: {
    method: 'GET',
    path: '/api/milestones/scan',
    access: 'read',
    summary: 'The scan that was last asked for',
    query: scanQuery,
    responses: { 200: scan },
    errors: [404, 503],
  },
  cancel: {
    method: 'POST',
    path: '/api/milestones/scan/cancel',
    access: 'work:write',
    summary: 'Stop a scan',
    body: cancelScan,
    responses: { 200: success },
    errors: [409, 503],
    runsPrograms: true,
  },
});

export const milestoneOperations = operations('Milestones', {
  list: {
    method: 'GET',
    path: '/api/milestones',
    access: 'read',
    summary: 'List milestones, the last scanned first',
    query: milestoneQuery,
    responses: { 200: pageOf(milestone) },
  },
  get: {
    method: 'GET',
    path: '/api/milestones/:id',
    access: 'read',
    params: numberOf('milestone'),
    summary: 'One milestone with its phases and a page of its tasks',
    query: milestoneTaskQuery,
    responses: { 200: milestoneDetail },
    errors: [404],
  },
  remove: {
    method: 'DELETE',
    path: '/api/milestones/:id',
    access: 'work:write',
    params: numberOf('milestone'),
    summary: 'Remove a milestone with its tasks and reports',
    details: 'Features that were made of its tasks stay. A later scan of the project begins anew.',
    responses: { 204: null },
    errors: [404],
  },
  report: {
    method: 'GET',
    path: '/api/milestones/:id/report',
    access: 'read',
    params: numberOf('milestone'),
    summary: 'The report of the last scan, as a file',
    details: 'Markdown, or JSON with `format=json`.',
    query: reportQuery,
    responses: { 200: { mediaType: 'text/markdown', json: milestoneReport } },
    errors: [404],
  },
  makeFeatures: {
    method: 'POST',
    path: '/api/milestones/:id/features',
    access: 'work:write',
    params: numberOf('milestone'),
    summary: 'Make features of its tasks',
    details: 'Each task becomes one once; 200 where all had theirs.',
    body: makeFeatures,
    responses: { 200: madeFeatures, 201: madeFeatures },
    errors: [404],
  },
});
