/** The monitor, for a screen that many look at, and the links that open it and nothing else. */
import { z } from 'zod';
import { newToken } from '../access/requests';
import { operations } from '../http/operation';
import { madeLink, monitor } from './responses';

export const monitorOperations = operations('Monitor', {
  board: {
    method: 'GET',
    path: '/api/monitor',
    access: 'monitor:read',
    summary: 'What the monitor shows: sessions, prompts and tasks under way, what comes next, and who works',
    details: 'The first line of each text and no more. A link to the monitor opens this too.',
    responses: { 200: monitor },
  },
  events: {
    method: 'GET',
    path: '/api/monitor/events',
    access: 'monitor:read',
    summary: 'The same as a stream: an event `board` at the beginning and with each change',
    responses: { 200: { mediaType: 'text/event-stream' } },
  },
});

export const monitorLinkOperations = operations('Monitor', {
  make: {
    method: 'POST',
    path: '/api/monitor-links',
    access: 'access:write',
    summary: 'Make a link that opens the monitor, and nothing else; the answer is the only place that has it',
    details:
      'It is listed and revoked with the tokens, as one of the kind `monitor`. Screens that it has opened close with it.',
    body: newToken.pick({ name: true, expires_at: true }),
    responses: { 201: madeLink },
    errors: [409],
  },
  open: {
    method: 'POST',
    path: '/login/link',
    access: 'open',
    summary: 'Exchange the token of a link to the monitor for the cookie of a browser',
    details: 'The login page does it with what stands after the `#` of its address.',
    body: z.strictObject({ token: z.string({ error: 'expected the token of a link' }).max(200) }),
    responses: { 204: null },
    errors: [429],
  },
});
