/** The log files of the server, from their end. */
import { z } from 'zod';
import { operations } from '../http/operation';
import { olderLines, wantedLines } from './requests';
import { logErrors, logLines, logPart } from './responses';

export const logOperations = operations('Logs', {
  parts: {
    method: 'GET',
    path: '/api/logs',
    access: 'logs:read',
    summary: 'The log files that there are',
    responses: { 200: z.object({ items: z.array(logPart) }) },
  },
  lines: {
    method: 'GET',
    path: '/api/logs/lines',
    access: 'logs:read',
    summary: 'Lines of the log files together, the newest first',
    details:
      'It looks at 16 MB of the files at most: where `next` is not null there may be more, also if no line was found.',
    query: olderLines,
    responses: { 200: logLines },
  },
  errors: {
    method: 'GET',
    path: '/api/logs/errors',
    access: 'logs:read',
    summary:
      'What went wrong by the log files: lines of the level error, those that say the same as one, the last first',
    details: 'Of the newest 2,000 such lines in the last 16 MB.',
    responses: { 200: logErrors },
  },
  stream: {
    method: 'GET',
    path: '/api/logs/stream',
    access: 'logs:read',
    summary: 'The same as it grows: an event `page` at the beginning, then `lines`, the oldest first',
    query: wantedLines,
    responses: { 200: { mediaType: 'text/event-stream' } },
  },
});
