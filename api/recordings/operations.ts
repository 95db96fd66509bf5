/** Recordings of what terminals showed. */
import { operations } from '../http/operation';
import { nameInPath } from '../http/fields';
import { framesQuery, recordingChange } from './requests';
import { recordedFrames, recording } from './responses';

export const recordingOperations = operations('Sessions', {
  get: {
    method: 'GET',
    path: '/api/sessions/:name/recording',
    access: 'read',
    params: nameInPath,
    summary: 'Over which times its screen is recorded, and what happened meanwhile',
    responses: { 200: recording },
    errors: [404],
  },
  frames: {
    method: 'GET',
    path: '/api/sessions/:name/recording/frames',
    access: 'read',
    params: nameInPath,
    summary: 'What its screen showed, a page of changes',
    details:
      'Ask for the next page with `from` as `next` says. A page ends before its limit where its frames are large.',
    query: framesQuery,
    responses: { 200: recordedFrames },
    errors: [404],
    unaudited: true,
  },
  change: {
    method: 'PUT',
    path: '/api/sessions/:name/recording',
    access: 'sessions:write',
    params: nameInPath,
    summary: 'Switch its recording on or off',
    body: recordingChange,
    responses: { 200: recording },
    errors: [404],
  },
  remove: {
    method: 'DELETE',
    path: '/api/sessions/:name/recording',
    access: 'sessions:write',
    params: nameInPath,
    summary: 'Delete what was recorded of it so far',
    responses: { 204: null },
    errors: [404],
  },
});
