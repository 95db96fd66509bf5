/** The tmux sessions. */
import { z } from 'zod';
import { success } from '../http/responses';
import { explanation, screen, session, sessionsUp } from './responses';
import { describeRoutes } from '../http/operation';
import { sessionMode } from '../confirmations/requests';
import { changeSession, newSession, sessionQuery, tmuxSend } from './requests';

export const sessionDescriptions = describeRoutes('Sessions', {
  'GET /api/sessions': { summary: 'List sessions', query: sessionQuery, answers: { 200: z.array(session) } },
  'GET /api/assigner/sessions': {
    summary: 'List sessions, as version 2.0 had it',
    query: sessionQuery,
    answers: { 200: z.array(session) },
  },
  'POST /api/sessions': {
    summary: 'Make a session and start its agent',
    body: newSession,
    answers: { 201: session },
    errors: [409, 503],
    runsPrograms: true,
  },
  'POST /api/sessions/up': {
    summary: 'Make the standard sessions that are missing',
    answers: { 200: sessionsUp },
    errors: [409, 503],
    runsPrograms: true,
  },
  'GET /api/sessions/:name': { summary: 'One session', answers: { 200: session }, errors: [404] },
  'PATCH /api/sessions/:name': {
    summary: 'Say which agent it runs and what it is good at',
    body: changeSession,
    answers: { 200: session },
    errors: [404],
  },
  'POST /api/sessions/:name/take-over': {
    summary: 'Take its terminal from the dashboard that owns it',
    answers: { 200: session },
    errors: [404, 409, 503],
    runsPrograms: true,
  },
  'GET /api/sessions/:name/screen': {
    summary: 'What its terminal shows',
    answers: { 200: screen },
    errors: [404],
  },
  'GET /api/sessions/:name/explain': {
    summary: 'Why it is in its state, looked at now',
    answers: { 200: explanation },
    errors: [404],
  },
  'PUT /api/sessions/:name/auto-confirm': {
    summary: 'Set its mode of automatic confirmation',
    body: sessionMode,
    answers: { 200: session },
    errors: [404],
    runsPrograms: true,
  },
  'DELETE /api/sessions/:name': {
    summary: 'End a session and forget it',
    answers: { 204: null },
    errors: [404, 409, 503],
    runsPrograms: true,
  },
  'POST /api/tmux/send': {
    summary: 'Type a command into a session',
    body: tmuxSend,
    answers: { 200: success },
    errors: [404, 409, 503],
    runsPrograms: true,
  },
});
