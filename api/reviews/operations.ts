/** Reviews: the working directory of a session against its last commit. */
import { nameInPath } from '../http/fields';
import { operations } from '../http/operation';
import {
  commitFiles,
  discardFiles,
  discardInPath,
  fileQuery,
  openPullRequest,
  undoDiscard,
} from './requests';
import { committed, discard, review, reviewedLines, reviewPullRequest } from './responses';

export const reviewOperations = operations('Reviews', {
  get: {
    method: 'GET',
    path: '/api/sessions/:name/review',
    access: 'read',
    params: nameInPath,
    summary: 'Files of its directory that differ from the last commit, read now',
    details:
      'Staged, unstaged and untracked ones. Nothing of the repository is written, and no program of it run.',
    responses: { 200: review },
    errors: [404, 409],
  },
  lines: {
    method: 'GET',
    path: '/api/sessions/:name/review/file',
    access: 'read',
    params: nameInPath,
    query: fileQuery,
    summary: 'The lines of one of them',
    responses: { 200: reviewedLines },
    errors: [404, 409],
  },
  commit: {
    method: 'POST',
    path: '/api/sessions/:name/review/commit',
    access: 'files:write',
    params: nameInPath,
    summary: 'Commit chosen files as they were seen',
    details:
      'By whom the settings of the repository name. Its hooks are not run, and nothing is signed. The same request again makes no second commit.',
    body: commitFiles,
    responses: { 200: committed },
    errors: [404, 409],
    runsPrograms: true,
  },
  discard: {
    method: 'POST',
    path: '/api/sessions/:name/review/discard',
    access: 'files:write',
    params: nameInPath,
    summary: 'Have chosen files be as in the last commit',
    details: 'All of it is kept first, and can be brought back for some days.',
    body: discardFiles,
    responses: { 200: discard },
    errors: [404, 409],
    runsPrograms: true,
  },
  undo: {
    method: 'POST',
    path: '/api/sessions/:name/review/discards/:id/undo',
    access: 'files:write',
    params: discardInPath,
    summary: 'Bring back what was discarded, exactly as it was',
    body: undoDiscard,
    responses: { 200: discard },
    errors: [404, 409],
    runsPrograms: true,
  },
  pullRequest: {
    method: 'POST',
    path: '/api/sessions/:name/review/pull-request',
    access: 'work:write',
    params: nameInPath,
    summary: 'Push the branch of its directory, and make a pull request of it',
    details: 'With the remote and the token of its project. An open one of the branch is found.',
    body: openPullRequest,
    responses: { 200: reviewPullRequest },
    errors: [404, 409, 502],
    runsPrograms: true,
  },
});
