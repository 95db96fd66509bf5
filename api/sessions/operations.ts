/** The tmux sessions. */
import { z } from 'zod';
import { success } from '../http/responses';
import { explanation, screen, session, sessionsUp } from './responses';
import { nameInPath } from '../http/fields';
import { operations } from '../http/operation';
import { sessionMode } from '../confirmations/requests';
import { changeSession, newSession, sessionQuery, tmuxSend } from './requests';

export const sessionOperations = operations('Sessions', {
  list: {
    method: 'GET',
    path: '/api/sessions',
    access: 'read',
    summary: 'List sessions',
    query: sessionQuery,
    responses: { 200: z.array(session) },
  },
  listAsBefore: {
    method: 'GET',
    path: '/api/assigner/sessions',
    access: 'read',
    summary: 'List sessions, as version 2.0 had it',
    query: sessionQuery,
    responses: { 200: z.array(session) },
  },
  get: {
    method: 'GET',
    path: '/api/sessions/:name',
    access: 'read',
    params: nameInPath,
    summary: 'One session',
    responses: { 200: session },
    errors: [404],
  },
  describe: {
    method: 'PATCH',
    path: '/api/sessions/:name',
    access: 'sessions:write',
    params: nameInPath,
    summary: 'Say which agent it runs and what it is good at',
    body: changeSession,
    responses: { 200: session },
    errors: [404],
  },
  screen: {
    method: 'GET',
    path: '/api/sessions/:name/screen',
    access: 'read',
    params: nameInPath,
    summary: 'What its terminal shows',
    responses: { 200: screen },
    errors: [404],
  },
  explain: {
    method: 'GET',
    path: '/api/sessions/:name/explain',
    access: 'read',
    params: nameInPath,
    summary: 'Why it is in its state, looked at now, on the machine that it is on',
    responses: { 200: explanation },
    errors: [404, 409, 503],
  },
  autoConfirm: {
    method: 'PUT',
    path: '/api/sessions/:name/auto-confirm',
    access: 'dialogs:decide',
    params: nameInPath,
    summary: 'Set its mode of automatic confirmation',
    body: sessionMode,
    responses: { 200: session },
    errors: [404],
    runsPrograms: true,
  },
});

/** Carried out by the host of the terminals. */
export const sessionCommandOperations = operations('Sessions', {
  create: {
    method: 'POST',
    path: '/api/sessions',
    access: 'sessions:write',
    summary: 'Make a session and start its agent',
    body: newSession,
    responses: { 201: session },
    errors: [409, 503],
    runsPrograms: true,
  },
  up: {
    method: 'POST',
    path: '/api/sessions/up',
    access: 'sessions:write',
    summary: 'Make the standard sessions that are missing',
    responses: { 200: sessionsUp },
    errors: [409, 503],
    runsPrograms: true,
  },
  takeOver: {
    method: 'POST',
    path: '/api/sessions/:name/take-over',
    access: 'sessions:write',
    params: nameInPath,
    summary: 'Take its terminal from the dashboard that owns it',
    responses: { 200: session },
    errors: [404, 409, 503],
    runsPrograms: true,
  },
  end: {
    method: 'DELETE',
    path: '/api/sessions/:name',
    access: 'sessions:write',
    params: nameInPath,
    summary: 'End a session and forget it',
    responses: { 204: null },
    errors: [404, 409, 503],
    runsPrograms: true,
  },
  type: {
    method: 'POST',
    path: '/api/tmux/send',
    access: 'terminals:type',
    summary: 'Type a command into a session',
    body: tmuxSend,
    responses: { 200: success },
    errors: [404, 409, 503],
    runsPrograms: true,
  },
});
