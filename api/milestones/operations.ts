/** Milestones: what is left to do in the projects. */
import { pageOf, success } from '../http/responses';
import { madeFeatures, milestone, milestoneDetail, milestoneReport, scan } from './responses';
import { describeRoutes } from '../http/operation';
import {
  cancelScan,
  makeFeatures,
  milestoneQuery,
  milestoneTaskQuery,
  reportQuery,
  scanQuery,
  startScan,
} from './requests';

export const milestoneDescriptions = describeRoutes('Milestones', {
  'POST /api/milestones/scan': {
    summary: 'Scan a project, or all of them',
    details: 'A scan of the same that runs already is joined. 202 where it takes longer than 8 seconds.',
    body: startScan,
    answers: { 200: scan, 202: scan },
    errors: [404, 503],
    runsPrograms: true,
  },
  'GET /api/milestones/scan': {
    summary: 'The scan that was last asked for',
    query: scanQuery,
    answers: { 200: scan },
    errors: [404, 503],
  },
  'POST /api/milestones/scan/cancel': {
    summary: 'Stop a scan',
    body: cancelScan,
    answers: { 200: success },
    errors: [409, 503],
    runsPrograms: true,
  },
  'GET /api/milestones': {
    summary: 'List milestones, the last scanned first',
    query: milestoneQuery,
    answers: { 200: pageOf(milestone) },
  },
  'GET /api/milestones/:id': {
    summary: 'One milestone with its phases and a page of its tasks',
    query: milestoneTaskQuery,
    answers: { 200: milestoneDetail },
    errors: [404],
  },
  'DELETE /api/milestones/:id': {
    summary: 'Remove a milestone with its tasks and reports',
    details: 'Features that were made of its tasks stay. A later scan of the project begins anew.',
    answers: { 204: null },
    errors: [404],
  },
  'GET /api/milestones/:id/report': {
    summary: 'The report of the last scan, as a file',
    details: 'Markdown, or JSON with `format=json`.',
    query: reportQuery,
    answers: { 200: { mediaType: 'text/markdown', json: milestoneReport } },
    errors: [404],
  },
  'POST /api/milestones/:id/features': {
    summary: 'Make features of its tasks',
    details: 'Each task becomes one once; 200 where all had theirs.',
    body: makeFeatures,
    answers: { 200: madeFeatures, 201: madeFeatures },
    errors: [404],
  },
});
