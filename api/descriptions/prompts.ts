/** The queue of prompts. */
import { z } from 'zod';
import { pageOf, queued } from '../answers/common';
import { lost, promptListed, promptWithHistory, queueStatus } from '../answers/prompts';
import { describeRoutes } from '../describe';
import {
  cancelPrompt,
  changePrompt,
  paging,
  promptQuery,
  reassignPrompt,
  resolvePrompt,
  sendPrompt,
} from '../schemas';

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
