/** Projects, features, bugs. */
import { z } from 'zod';
import { bug, feature, project, sentItem } from './responses';
import { type RouteName, describeRoutes } from '../http/operation';
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
import { idempotencyHeader } from '../prompts/operations';

const removed = { answers: { 204: null }, errors: [404, 409, 412], tagged: 'change' } as const;
const PUT_IS_PATCH = 'PUT and PATCH are the same: fields that are not sent stay as they are.';

export const recordDescriptions = {
  ...describeRoutes('Projects', {
    'GET /api/projects': {
      summary: 'List projects',
      query: projectQuery,
      answers: { 200: z.array(project) },
      listed: true,
    },
    'POST /api/projects': {
      summary: 'Make a project',
      body: newProject,
      answers: { 201: project },
      errors: [409],
      tagged: 'answer',
    },
    'GET /api/projects/:id': {
      summary: 'One project',
      answers: { 200: project },
      errors: [404],
      tagged: 'read',
    },
    ...changes('/api/projects/:id', 'Change a project', changeProject, project),
    'DELETE /api/projects/:id': {
      summary: 'Remove a project',
      details: 'A project with features or bugs is removed with `cascade=true` only, and they with it.',
      query: removeProject,
      ...removed,
    },
  }),
  ...describeRoutes('Features', {
    'GET /api/features': {
      summary: 'List features',
      query: featureQuery,
      answers: { 200: z.array(feature) },
      listed: true,
    },
    'POST /api/features': {
      summary: 'Make a feature',
      body: newFeature,
      answers: { 201: feature },
      errors: [422],
      tagged: 'answer',
    },
    'GET /api/features/:id': {
      summary: 'One feature',
      answers: { 200: feature },
      errors: [404],
      tagged: 'read',
    },
    ...changes('/api/features/:id', 'Change a feature', changeFeature, feature),
    'DELETE /api/features/:id': { summary: 'Remove a feature', ...removed },
    'POST /api/features/:id/send': {
      summary: 'Have an agent work on a feature',
      details:
        'Queues a prompt made of it for a session in the directory of its project; status, session and hours of the feature follow the prompt.',
      headers: idempotencyHeader,
      body: sendItem,
      answers: { 200: sentItem },
      errors: [404, 409, 413],
    },
  }),
  ...describeRoutes('Bugs', {
    'GET /api/bugs': {
      summary: 'List bugs',
      query: bugQuery,
      answers: { 200: z.array(bug) },
      listed: true,
    },
    'POST /api/bugs': {
      summary: 'Make a bug',
      body: newBug,
      answers: { 201: bug },
      errors: [422],
      tagged: 'answer',
    },
    'GET /api/bugs/:id': { summary: 'One bug', answers: { 200: bug }, errors: [404], tagged: 'read' },
    ...changes('/api/bugs/:id', 'Change a bug', changeBug, bug),
    'DELETE /api/bugs/:id': { summary: 'Remove a bug', ...removed },
    'POST /api/bugs/:id/send': {
      summary: 'Have an agent mend a bug',
      details:
        'Queues a prompt made of it for a session in the directory of its project; status, session and hours of the bug follow the prompt.',
      headers: idempotencyHeader,
      body: sendItem,
      answers: { 200: sentItem },
      errors: [404, 409, 413],
    },
  }),
};

function changes<Path extends `/${string}`, Body extends z.ZodType, Answer extends z.ZodType>(
  path: Path,
  summary: string,
  body: Body,
  answer: Answer,
) {
  const change = {
    summary,
    details: PUT_IS_PATCH,
    body,
    answers: { 200: answer },
    errors: [404, 409, 412, 422],
    tagged: 'change',
  } as const;
  const named = { [`PUT ${path}`]: change, [`PATCH ${path}`]: change };
  return named as Record<`PUT ${Path}` | `PATCH ${Path}`, typeof change> satisfies Record<RouteName, unknown>;
}
