/** Alerts: what people are told of, by which channels, and what became of it. */
import { z } from 'zod';
import { numberOf } from '../http/fields';
import { operations } from '../http/operation';
import { pageOf } from '../http/responses';
import { alertQuery, muteAlerts, mutedKind, testAlert } from './requests';
import { alert, alertMute, alertSettings, alertTest } from './responses';

export const alertOperations = operations('Notifications', {
  list: {
    method: 'GET',
    path: '/api/alerts',
    access: 'read',
    summary: 'Alerts, newest first, each with what became of every message about it',
    query: alertQuery,
    responses: { 200: pageOf(alert) },
  },
  channels: {
    method: 'GET',
    path: '/api/alerts/channels',
    access: 'read',
    summary: 'Which channels are set up, what goes to each, what is muted, and how the last message went',
    responses: { 200: alertSettings },
  },
  test: {
    method: 'POST',
    path: '/api/alerts/test',
    access: 'alerts:write',
    summary: 'Send a message by a channel, and say what became of it',
    details: 'It is tried once. 202 where it takes longer than 10 seconds.',
    body: testAlert,
    responses: { 200: alertTest, 202: alertTest },
    errors: [409, 503],
    runsPrograms: true,
  },
  mute: {
    method: 'POST',
    path: '/api/alerts/mute',
    access: 'alerts:write',
    summary: 'Tell nobody of a kind of alert, or of any, for a while',
    details: 'What is still so when the time is over is told then.',
    body: muteAlerts,
    responses: { 200: alertMute },
  },
  unmute: {
    method: 'DELETE',
    path: '/api/alerts/mute/:kind',
    access: 'alerts:write',
    summary: 'Tell of it again',
    params: z.object({ kind: mutedKind }),
    responses: { 204: null },
  },
  get: {
    method: 'GET',
    path: '/api/alerts/:id',
    access: 'read',
    params: numberOf('alert'),
    summary: 'One alert',
    responses: { 200: alert },
    errors: [404],
  },
  acknowledge: {
    method: 'POST',
    path: '/api/alerts/:id/acknowledge',
    access: 'alerts:write',
    params: numberOf('alert'),
    summary: 'Say that somebody knows: it is not told again',
    responses: { 200: alert },
    errors: [404, 409],
  },
});
