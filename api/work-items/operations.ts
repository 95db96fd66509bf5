/** Projects, features, bugs. */
import { z } from 'zod';
import { idempotencyHeader, numberOf } from '../http/fields';
import { type Method, operations } from '../http/operation';
import {
  bugQuery,
  changeBug,
  changeFeature,
  changeProject,
  featureQuery,
  newBug,
  newFeature,
  newProject,
  projectQuery,
  removeProject,
  sendItem,
} from './requests';
import { bug, feature, project, sentItem } from './responses';

const PUT_IS_PATCH = 'PUT and PATCH are the same: fields that are not sent stay as they are.';

const removed = { responses: { 204: null }, errors: [404, 409, 412], tagged: 'change' } as const;

export const projectOperations = operations('Projects', {
  list: listOf('/api/projects', 'List projects', projectQuery, project),
  create: {
    method: 'POST',
    path: '/api/projects',
    access: 'work:write',
    summary: 'Make a project',
    body: newProject,
    responses: { 201: project },
    errors: [409],
    tagged: 'answer',
  },
  get: itemOf('/api/projects/:id', 'project', project),
  put: changeOf('PUT', '/api/projects/:id', 'project', changeProject, project),
  patch: changeOf('PATCH', '/api/projects/:id', 'project', changeProject, project),
  remove: {
    method: 'DELETE',
    path: '/api/projects/:id',
    access: 'work:write',
    params: numberOf('project'),
    summary: 'Remove a project',
    details: 'A project with features or bugs is removed with `cascade=true` only, and they with it.',
    query: removeProject,
    ...removed,
  },
});

export const featureOperations = operations('Features', {
  list: listOf('/api/features', 'List features', featureQuery, feature),
  create: {
    method: 'POST',
    path: '/api/features',
    access: 'work:write',
    summary: 'Make a feature',
    body: newFeature,
    responses: { 201: feature },
    errors: [422],
    tagged: 'answer',
  },
  get: itemOf('/api/features/:id', 'feature', feature),
  put: changeOf('PUT', '/api/features/:id', 'feature', changeFeature, feature),
  patch: changeOf('PATCH', '/api/features/:id', 'feature', changeFeature, feature),
  remove: {
    method: 'DELETE',
    path: '/api/features/:id',
    access: 'work:write',
    params: numberOf('feature'),
    summary: 'Remove a feature',
    ...removed,
  },
  send: sendOf('/api/features/:id/send', 'feature', 'Have an agent work on a feature'),
});

export const bugOperations = operations('Bugs', {
  list: listOf('/api/bugs', 'List bugs', bugQuery, bug),
  create: {
    method: 'POST',
    path: '/api/bugs',
    access: 'work:write',
    summary: 'Make a bug',
    body: newBug,
    responses: { 201: bug },
    errors: [422],
    tagged: 'answer',
  },
  get: itemOf('/api/bugs/:id', 'bug', bug),
  put: changeOf('PUT', '/api/bugs/:id', 'bug', changeBug, bug),
  patch: changeOf('PATCH', '/api/bugs/:id', 'bug', changeBug, bug),
  remove: {
    method: 'DELETE',
    path: '/api/bugs/:id',
    access: 'work:write',
    params: numberOf('bug'),
    summary: 'Remove a bug',
    ...removed,
  },
  send: sendOf('/api/bugs/:id/send', 'bug', 'Have an agent mend a bug'),
});

function listOf<const Path extends `/${string}`, Query extends z.ZodObject, Item extends z.ZodType>(
  path: Path,
  summary: string,
  query: Query,
  item: Item,
) {
  return {
    method: 'GET',
    path,
    access: 'read',
    summary,
    query,
    responses: { 200: z.array(item) },
    listed: true,
  } as const;
}

function itemOf<const Path extends `/${string}`, Item extends z.ZodType>(
  path: Path,
  noun: string,
  item: Item,
) {
  return {
    method: 'GET',
    path,
    access: 'read',
    params: numberOf(noun),
    summary: `One ${noun}`,
    responses: { 200: item },
    errors: [404],
    tagged: 'read',
  } as const;
}

function changeOf<
  const Verb extends Method,
  const Path extends `/${string}`,
  Body extends z.ZodType,
  Item extends z.ZodType,
>(method: Verb, path: Path, noun: string, body: Body, item: Item) {
  return {
    method,
    path,
    access: 'work:write',
    params: numberOf(noun),
    summary: `Change a ${noun}`,
    details: PUT_IS_PATCH,
    body,
    responses: { 200: item },
    errors: [404, 409, 412, 422],
    tagged: 'change',
  } as const;
}

function sendOf<const Path extends `/${string}`>(path: Path, noun: string, summary: string) {
  return {
    method: 'POST',
    path,
    access: 'prompts:write',
    params: numberOf(noun),
    summary,
    details: `Queues a prompt made of it for a session in the directory of its project; status, session and hours of the ${noun} follow the prompt.`,
    headers: idempotencyHeader,
    body: sendItem,
    responses: { 200: sentItem },
    errors: [404, 409, 413],
  } as const;
}
