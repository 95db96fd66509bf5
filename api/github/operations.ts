/** GitHub: issues in, pull requests out. */
import { githubProject, importRun, pullRequestRun } from './responses';
import { operations } from '../http/operation';
import { githubSettings, importIssues, makePullRequest } from './requests';
import { numberOf, paging } from '../http/fields';

export const githubOperations = operations('GitHub', {
  get: {
    method: 'GET',
    path: '/api/projects/:id/github',
    access: 'read',
    params: numberOf('project'),
    summary: 'Settings of a project, its last import and its links',
    query: paging,
    responses: { 200: githubProject },
    errors: [404],
  },
  change: {
    method: 'PUT',
    path: '/api/projects/:id/github',
    access: 'work:write',
    params: numberOf('project'),
    summary: 'Change the settings; what is left out becomes the usual one',
    body: githubSettings,
    responses: { 200: githubProject },
    errors: [404],
  },
  importIssues: {
    method: 'POST',
    path: '/api/projects/:id/github/import',
    access: 'work:write',
    params: numberOf('project'),
    summary: 'Import issues as features and bugs',
    details: '202 where it takes longer than 10 seconds.',
    body: importIssues,
    responses: { 200: importRun, 202: importRun },
    errors: [404, 409, 502, 503],
    runsPrograms: true,
  },
  pullRequest: {
    method: 'POST',
    path: '/api/features/:id/pull-request',
    access: 'work:write',
    params: numberOf('feature'),
    summary: "Make a pull request of a feature's branch",
    details: '200 where there was an open one, 202 where it takes longer than 10 seconds.',
    body: makePullRequest,
    responses: { 200: pullRequestRun, 201: pullRequestRun, 202: pullRequestRun },
    errors: [404, 409, 502, 503],
    runsPrograms: true,
  },
});
