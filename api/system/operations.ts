/** Health, figures, login, events, and this document itself. */
import { z } from 'zod';
import { success } from '../http/responses';
import { health, server, settings, stats, system } from './responses';
import { operations } from '../http/operation';

const login = z.object({ username: z.string(), password: z.string() }).meta({ id: 'Login' });

export const systemOperations = operations('System', {
  health: {
    method: 'GET',
    path: '/health',
    access: 'open',
    summary: 'Whether all parts work',
    responses: { 200: health },
  },
  system: {
    method: 'GET',
    path: '/api/system',
    access: 'read',
    summary: 'What this installation is',
    responses: { 200: system },
  },
  server: {
    method: 'GET',
    path: '/api/server',
    access: 'read',
    summary: 'The process that answers, and the workers of its engine',
    responses: { 200: server },
  },
  settings: {
    method: 'GET',
    path: '/api/settings',
    access: 'system:write',
    summary: 'The settings in force, and where each comes from',
    details: 'Without values of secrets: of those it is only told that there is one.',
    responses: { 200: settings },
    tagged: 'read',
  },
  stats: { method: 'GET', path: '/api/stats', access: 'read', summary: 'Figures', responses: { 200: stats } },
  metrics: {
    method: 'GET',
    path: '/metrics',
    access: 'metrics:read',
    summary: 'Figures for Prometheus',
    details:
      'In the text format of Prometheus, with those of the Temporal SDK. docs/observability.md has a list.',
    responses: { 200: { mediaType: 'text/plain' } },
  },
  events: {
    method: 'GET',
    path: '/api/events',
    access: 'read',
    summary: 'The event stream: the whole state first, then changes',
    responses: { 200: { mediaType: 'text/event-stream' } },
  },
});

export const loginOperations = operations('System', {
  login: {
    method: 'POST',
    path: '/login',
    access: 'open',
    summary: 'Log in; sets the session cookie',
    details:
      'Also takes a form. Who accepts pages before JSON is sent on to them: 303 to `/`, 302 back to the login page.',
    body: login,
    form: true,
    responses: { 200: success, 302: null, 303: null },
    errors: [429],
  },
  methods: {
    method: 'GET',
    path: '/login/methods',
    access: 'open',
    summary: 'How people can log in here',
    responses: {
      200: z.object({
        password: z.literal(true),
        oidc: z.boolean(),
        refused: z.string().nullable().meta({
          description: 'why whom the proxy before us has signed in may not come in; null: they may',
        }),
      }),
    },
  },
  signIn: {
    method: 'GET',
    path: '/login/oidc',
    access: 'open',
    summary: 'Begin a sign-in at the OpenID provider',
    query: z.object({ next: z.string().optional() }),
    responses: { 302: null },
    errors: [404, 429, 502],
  },
  signedIn: {
    method: 'GET',
    path: '/login/oidc/callback',
    access: 'open',
    summary: 'Where the OpenID provider sends people back to',
    responses: { 302: null },
    errors: [404, 429, 502],
  },
  logout: {
    method: 'POST',
    path: '/logout',
    access: 'login',
    summary: 'Log out',
    responses: { 200: success, 302: null, 303: null },
  },
});

export const documentOperations = operations('System', {
  get: {
    method: 'GET',
    path: '/api/openapi.json',
    access: 'login',
    summary: 'This document',
    tagged: 'read',
    responses: { 200: z.record(z.string(), z.unknown()) },
  },
  page: {
    method: 'GET',
    path: '/api/docs',
    access: 'login',
    summary: 'This document as a page',
    responses: { 200: { mediaType: 'text/html' }, 302: null },
  },
});
