/** Background tasks. */
import { task, taskLog, taskPage } from './responses';
import { describeRoutes } from '../http/operation';
import { cancelTask, changeTask, newTask, taskLogQuery, taskQuery } from './requests';
import { idempotencyHeader } from '../prompts/operations';

export const taskDescriptions = describeRoutes('Background tasks', {
  'POST /api/tasks': {
    summary: 'Queue a task',
    headers: idempotencyHeader,
    body: newTask,
    answers: { 201: task },
    errors: [409],
    runsPrograms: true,
  },
  'GET /api/tasks': { summary: 'List tasks', query: taskQuery, answers: { 200: taskPage } },
  'GET /api/tasks/:id': { summary: 'One task', answers: { 200: task }, errors: [404] },
  'GET /api/tasks/:id/log': {
    summary: 'Output of all its tries',
    details:
      'With `follow=true` a stream of events: `output` as it comes, with the fields of this answer but `task_id` and `ended`, then `end` with the task.',
    query: taskLogQuery,
    answers: { 200: taskLog },
    errors: [404],
  },
  'POST /api/tasks/:id/cancel': {
    summary: 'Cancel it; a program that runs is ended first',
    body: cancelTask,
    answers: { 200: task },
    errors: [404, 409, 503],
    runsPrograms: true,
  },
  'POST /api/tasks/:id/retry': {
    summary: 'Queue it again',
    answers: { 200: task },
    errors: [404, 409],
    runsPrograms: true,
  },
  'DELETE /api/tasks/:id': {
    summary: 'Remove an ended task with its output',
    answers: { 204: null },
    errors: [404, 409],
  },
  'PATCH /api/tasks/:id': {
    summary: 'Change its priority',
    body: changeTask,
    answers: { 200: task },
    errors: [404, 409],
  },
});
