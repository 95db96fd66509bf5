/** GitHub: issues in, pull requests out. */
import { githubProject, importRun, pullRequestRun } from './responses';
import { describeRoutes } from '../http/operation';
import { githubSettings, importIssues, makePullRequest } from './requests';
import { paging } from '../http/fields';

export const githubDescriptions = describeRoutes('GitHub', {
  'GET /api/projects/:id/github': {
    summary: 'Settings of a project, its last import and its links',
    query: paging,
    answers: { 200: githubProject },
    errors: [404],
  },
  'PUT /api/projects/:id/github': {
    summary: 'Change the settings; what is left out becomes the usual one',
    body: githubSettings,
    answers: { 200: githubProject },
    errors: [404],
  },
  'POST /api/projects/:id/github/import': {
    summary: 'Import issues as features and bugs',
    details: '202 where it takes longer than 10 seconds.',
    body: importIssues,
    answers: { 200: importRun, 202: importRun },
    errors: [404, 409, 502, 503],
    runsPrograms: true,
  },
  'POST /api/features/:id/pull-request': {
    summary: "Make a pull request of a feature's branch",
    details: '200 where there was an open one, 202 where it takes longer than 10 seconds.',
    body: makePullRequest,
    answers: { 200: pullRequestRun, 201: pullRequestRun, 202: pullRequestRun },
    errors: [404, 409, 502, 503],
    runsPrograms: true,
  },
});
