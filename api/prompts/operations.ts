/** The queue of prompts. */
import { z } from 'zod';
import { pageOf, queued } from '../http/responses';
import { lost, promptListed, promptWithHistory, queue, queueStatus } from './responses';
import { describeRoutes } from '../http/operation';
import {
  archivePrompts,
  cancelPrompt,
  changePrompt,
  changeQueue,
  promptQuery,
  reassignPrompt,
  resolvePrompt,
  sendPrompt,
} from './requests';
import { paging } from '../http/fields';

export const idempotencyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .meta({ description: 'a repeat with the same key is answered with the first prompt' }),
});

const changed = { answers: { 200: promptWithHistory }, errors: [404, 409, 503] } as const;

export const promptDescriptions = describeRoutes('Prompts', {
  'POST /api/assigner/send': {
    summary: 'Queue a prompt',
    headers: idempotencyHeader,
    body: sendPrompt,
    answers: { 200: queued },
    errors: [409, 413],
  },
  'GET /api/assigner/status': { summary: 'Counts of the queue', answers: { 200: queueStatus } },
  'GET /api/assigner/queue': {
    summary: 'Whether the queue is paused, since when, by whom and why',
    answers: { 200: queue },
  },
  'PUT /api/assigner/queue': {
    summary: 'Pause or resume the queue',
    details:
      'While it is paused nothing new is given to a session: prompts wait, what is at work goes on. It holds until it is resumed, also over restarts.',
    body: changeQueue,
    answers: { 200: queue },
  },
  'GET /api/assigner/prompts': {
    summary: 'List prompts',
    query: promptQuery,
    answers: { 200: pageOf(promptListed) },
  },
  'GET /api/assigner/prompts/:id': {
    summary: 'One prompt with every step',
    answers: { 200: promptWithHistory },
    errors: [404],
  },
  'PATCH /api/assigner/prompts/:id': { summary: 'Change its priority', body: changePrompt, ...changed },
  'POST /api/assigner/prompts/:id/cancel': { summary: 'Cancel it', body: cancelPrompt, ...changed },
  'POST /api/assigner/prompts/:id/retry': { summary: 'Start it anew', ...changed },
  'POST /api/assigner/prompts/:id/reassign': {
    summary: 'Start it anew elsewhere',
    body: reassignPrompt,
    ...changed,
  },
  'POST /api/assigner/prompts/:id/archive': {
    summary: 'Put a settled one away: lists leave it out',
    ...changed,
  },
  'POST /api/assigner/prompts/:id/unarchive': { summary: 'Take it out of the archive', ...changed },
  'POST /api/assigner/prompts/archive': {
    summary: 'Put away all that have ended so',
    body: archivePrompts,
    answers: { 200: z.object({ archived: z.number().int().meta({ description: 'how many' }) }) },
  },
  'POST /api/assigner/prompts/:id/resolve': {
    summary: 'Say how an indeterminate one ended',
    body: resolvePrompt,
    ...changed,
  },
  'GET /api/assigner/lost-and-found': {
    summary: 'Prompts of which nobody can tell whether they were done',
    query: paging,
    answers: { 200: pageOf(lost) },
  },
});
