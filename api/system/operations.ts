/** Health, figures, login, events, and this document itself. */
import { z } from 'zod';
import { success } from '../http/responses';
import { health, stats, system } from './responses';
import { describeRoutes } from '../http/operation';

const login = z.object({ username: z.string(), password: z.string() }).meta({ id: 'Login' });

export const systemDescriptions = describeRoutes('System', {
  'GET /health': { summary: 'Whether all parts work', answers: { 200: health }, open: true },
  'GET /api/system': { summary: 'What this installation is', answers: { 200: system } },
  'GET /api/stats': { summary: 'Figures', answers: { 200: stats } },
  'POST /login': {
    summary: 'Log in; sets the session cookie',
    details:
      'Also takes a form. Who accepts pages before JSON is sent on to them: 303 to `/`, 302 back to the login page.',
    body: login,
    answers: { 200: success, 302: null, 303: null },
    errors: [429],
    open: true,
  },
  'POST /logout': {
    summary: 'Log out',
    answers: { 200: success, 302: null, 303: null },
  },
  'GET /api/events': {
    summary: 'The event stream: the whole state first, then changes',
    answers: { 200: { mediaType: 'text/event-stream' } },
  },
  'GET /api/openapi.json': {
    summary: 'This document',
    answers: { 200: z.record(z.string(), z.unknown()) },
  },
  'GET /api/docs': {
    summary: 'This document as a page',
    answers: { 200: { mediaType: 'text/html' }, 302: null },
  },
});
