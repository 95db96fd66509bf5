/** Background tasks. */
import { task, taskLog, taskPage } from './responses';
import { idempotencyHeader, numberOf } from '../http/fields';
import { operations } from '../http/operation';
import { cancelTask, changeTask, newTask, taskLogQuery, taskQuery } from './requests';

export const taskOperations = operations('Background tasks', {
  create: {
    method: 'POST',
    path: '/api/tasks',
    access: 'tasks:write',
    summary: 'Queue a task',
    headers: idempotencyHeader,
    body: newTask,
    responses: { 201: task },
    errors: [409],
    runsPrograms: true,
  },
  list: {
    method: 'GET',
    path: '/api/tasks',
    access: 'read',
    summary: 'List tasks',
    query: taskQuery,
    responses: { 200: taskPage },
  },
  get: {
    method: 'GET',
    path: '/api/tasks/:id',
    access: 'read',
    params: numberOf('task'),
    summary: 'One task',
    responses: { 200: task },
    errors: [404],
  },
  log: {
    method: 'GET',
    path: '/api/tasks/:id/log',
    access: 'read',
    params: numberOf('task'),
    summary: 'Output of all its tries',
    details:
      'With `follow=true` a stream of events: `output` as it comes, with the fields of this answer but `task_id` and `ended`, then `end` with the task.',
    query: taskLogQuery,
    responses: { 200: taskLog },
    errors: [404],
  },
  cancel: {
    method: 'POST',
    path: '/api/tasks/:id/cancel',
    access: 'tasks:write',
    params: numberOf('task'),
    summary: 'Cancel it; a program that runs is ended first',
    body: cancelTask,
    responses: { 200: task },
    errors: [404, 409, 503],
    runsPrograms: true,
  },
  retry: {
    method: 'POST',
    path: '/api/tasks/:id/retry',
    access: 'tasks:write',
    params: numberOf('task'),
    summary: 'Queue it again',
    responses: { 200: task },
    errors: [404, 409],
    runsPrograms: true,
  },
  remove: {
    method: 'DELETE',
    path: '/api/tasks/:id',
    access: 'tasks:write',
    params: numberOf('task'),
    summary: 'Remove an ended task with its output',
    responses: { 204: null },
    errors: [404, 409],
  },
  prioritise: {
    method: 'PATCH',
    path: '/api/tasks/:id',
    access: 'tasks:write',
    params: numberOf('task'),
    summary: 'Change its priority',
    body: changeTask,
    responses: { 200: task },
    errors: [404, 409],
  },
});
