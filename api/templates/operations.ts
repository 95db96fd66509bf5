/** Templates: texts with variables that prompts are made from. */
import { z } from 'zod';
import { operations } from '../http/operation';
import { changeTemplate, newTemplate, renderTemplate, templateInPath } from './requests';
import { template } from './responses';

const params = templateInPath;

export const templateOperations = operations('Templates', {
  list: {
    method: 'GET',
    path: '/api/templates',
    access: 'read',
    summary: 'All templates, by name',
    responses: { 200: z.object({ items: z.array(template), total: z.number().int() }) },
  },
  get: {
    method: 'GET',
    path: '/api/templates/:name',
    access: 'read',
    params,
    summary: 'One template',
    responses: { 200: template },
    errors: [404],
  },
  create: {
    method: 'POST',
    path: '/api/templates',
    access: 'prompts:write',
    summary: 'Keep a new template',
    body: newTemplate,
    responses: { 201: template },
    errors: [409, 413],
  },
  change: {
    method: 'PATCH',
    path: '/api/templates/:name',
    access: 'prompts:write',
    params,
    summary: 'Change a template',
    details:
      'Refused where a recurring prompt that is made from it would lack a value, or give one too many.',
    body: changeTemplate,
    responses: { 200: template },
    errors: [404, 409, 413],
  },
  remove: {
    method: 'DELETE',
    path: '/api/templates/:name',
    access: 'prompts:write',
    params,
    summary: 'Remove a template that no recurring prompt is made from',
    responses: { 204: null },
    errors: [404, 409],
  },
  render: {
    method: 'POST',
    path: '/api/templates/:name/render',
    access: 'read',
    params,
    summary: 'The text that it makes with these values; nothing is queued',
    body: renderTemplate,
    responses: { 200: z.object({ content: z.string() }) },
    errors: [404],
  },
});
