/** The queue of prompts. */
import { z } from 'zod';
import { pageOf, queued } from '../http/responses';
import {
  lost,
  positions,
  promptListed,
  promptWithHistory,
  queue,
  queueStatus,
  workChanges,
} from './responses';
import { operations } from '../http/operation';
import {
  archivePrompts,
  cancelPrompt,
  changePrompt,
  changeQueue,
  movePrompt,
  positionsQuery,
  promptQuery,
  reassignPrompt,
  releasePrompt,
  resolvePrompt,
  sendPrompt,
} from './requests';
import { idempotencyHeader, numberOf, paging } from '../http/fields';

const changed = { responses: { 200: promptWithHistory }, errors: [404, 409, 503] } as const;

export const promptOperations = operations('Prompts', {
  send: {
    method: 'POST',
    path: '/api/assigner/send',
    access: 'prompts:write',
    summary: 'Queue a prompt',
    headers: idempotencyHeader,
    body: sendPrompt,
    responses: { 200: queued },
    errors: [409, 413],
  },
  status: {
    method: 'GET',
    path: '/api/assigner/status',
    access: 'read',
    summary: 'Counts of the queue',
    responses: { 200: queueStatus },
  },
  list: {
    method: 'GET',
    path: '/api/assigner/prompts',
    access: 'read',
    summary: 'List prompts',
    query: promptQuery,
    responses: { 200: pageOf(promptListed) },
  },
  get: {
    method: 'GET',
    path: '/api/assigner/prompts/:id',
    access: 'read',
    params: numberOf('prompt'),
    summary: 'One prompt with every step',
    responses: { 200: promptWithHistory },
    errors: [404],
  },
  changes: {
    method: 'GET',
    path: '/api/assigner/prompts/:id/changes',
    access: 'read',
    params: numberOf('prompt'),
    summary: 'What changed in the working directory while it was at work',
    details:
      'An entry an attempt, the newest first; none where nothing was recorded. It is all that changed there in that time, whoever did it: `others` names the prompts that were at work in the same repository.',
    responses: { 200: z.object({ attempts: z.array(workChanges) }) },
    errors: [404],
  },
  lostAndFound: {
    method: 'GET',
    path: '/api/assigner/lost-and-found',
    access: 'read',
    summary: 'Prompts of which nobody can tell whether they were done',
    query: paging,
    responses: { 200: pageOf(lost) },
  },
});

/** Each answers with the prompt as it is afterwards. */
export const promptChangeOperations = operations('Prompts', {
  change: {
    method: 'PATCH',
    path: '/api/assigner/prompts/:id',
    access: 'prompts:write',
    params: numberOf('prompt'),
    summary: 'Change its priority, or what it waits for',
    details: 'What it waits for can be changed until a session has it.',
    body: changePrompt,
    ...changed,
  },
  move: {
    method: 'POST',
    path: '/api/assigner/prompts/:id/move',
    access: 'prompts:write',
    params: numberOf('prompt'),
    summary: 'Move one that waits among those of its priority',
    details:
      'Right before or after another one, or to the first or last place. Asked again it changes nothing. Another priority is given with PATCH: there it is the last.',
    body: movePrompt,
    responses: { 200: promptWithHistory },
    errors: [404, 409, 422],
  },
  release: {
    method: 'POST',
    path: '/api/assigner/prompts/:id/release',
    access: 'prompts:write',
    params: numberOf('prompt'),
    summary: 'Queue one that is held or blocked, whatever it waits for',
    body: releasePrompt,
    ...changed,
  },
  cancel: {
    method: 'POST',
    path: '/api/assigner/prompts/:id/cancel',
    access: 'prompts:write',
    params: numberOf('prompt'),
    summary: 'Cancel it',
    body: cancelPrompt,
    ...changed,
  },
  retry: {
    method: 'POST',
    path: '/api/assigner/prompts/:id/retry',
    access: 'prompts:write',
    params: numberOf('prompt'),
    summary: 'Start it anew',
    ...changed,
  },
  reassign: {
    method: 'POST',
    path: '/api/assigner/prompts/:id/reassign',
    access: 'prompts:write',
    params: numberOf('prompt'),
    summary: 'Start it anew elsewhere',
    body: reassignPrompt,
    ...changed,
  },
  archive: {
    method: 'POST',
    path: '/api/assigner/prompts/:id/archive',
    access: 'prompts:write',
    params: numberOf('prompt'),
    summary: 'Put a settled one away: lists leave it out',
    ...changed,
  },
  unarchive: {
    method: 'POST',
    path: '/api/assigner/prompts/:id/unarchive',
    access: 'prompts:write',
    params: numberOf('prompt'),
    summary: 'Take it out of the archive',
    ...changed,
  },
  archiveAll: {
    method: 'POST',
    path: '/api/assigner/prompts/archive',
    access: 'prompts:write',
    summary: 'Put away all that have ended so',
    body: archivePrompts,
    responses: { 200: z.object({ archived: z.number().int().meta({ description: 'how many' }) }) },
  },
  resolve: {
    method: 'POST',
    path: '/api/assigner/prompts/:id/resolve',
    access: 'prompts:write',
    params: numberOf('prompt'),
    summary: 'Say how an indeterminate one ended',
    body: resolvePrompt,
    ...changed,
  },
});

export const queueOperations = operations('Prompts', {
  get: {
    method: 'GET',
    path: '/api/assigner/queue',
    access: 'read',
    summary: 'Whether the queue is paused, since when, by whom and why',
    responses: { 200: queue },
  },
  change: {
    method: 'PUT',
    path: '/api/assigner/queue',
    access: 'prompts:write',
    summary: 'Pause or resume the queue',
    details:
      'While it is paused nothing new is given to a session: prompts wait, what is at work goes on. It holds until it is resumed, also over restarts.',
    body: changeQueue,
    responses: { 200: queue },
  },
  positions: {
    method: 'GET',
    path: '/api/assigner/queue/positions',
    access: 'read',
    summary: 'Where prompts stand in the queue, and how many wait',
    query: positionsQuery,
    responses: { 200: positions },
  },
});
