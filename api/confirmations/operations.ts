/** Automatic confirmation: dialogs, rules, settings. */
import { z } from 'zod';
import { pageOf } from '../http/responses';
import { confirmation, confirmSettings, judged, rule, rulePreview, trustedDirectory } from './responses';
import {
  changeConfirm,
  changeRule,
  confirmationQuery,
  decideConfirmation,
  newRule,
  testPolicy,
  trustDirectory,
} from './requests';
import { operations } from '../http/operation';
import { numberOf, paging } from '../http/fields';

export const confirmationOperations = operations('Confirmations', {
  list: {
    method: 'GET',
    path: '/api/confirmations',
    access: 'read',
    summary: 'Dialogs of agents, newest first',
    query: confirmationQuery,
    responses: { 200: pageOf(confirmation) },
  },
  get: {
    method: 'GET',
    path: '/api/confirmations/:id',
    access: 'read',
    params: numberOf('confirmation'),
    summary: 'One of them',
    responses: { 200: confirmation },
    errors: [404],
  },
  decide: {
    method: 'POST',
    path: '/api/confirmations/:id',
    access: 'dialogs:decide',
    params: numberOf('confirmation'),
    summary: 'Answer it',
    details:
      'Responds when the keys were pressed and the dialog was seen to go. `tell` queues words for the session, as the next prompt that it gets; it needs `prompts:write` too. `answer` gives a question its option, words of your own, or one of `answers` a question; `deny` closes what has no option that refuses.',
    body: decideConfirmation,
    responses: { 200: confirmation },
    errors: [404, 409, 503],
    runsPrograms: true,
  },
});

export const confirmSettingOperations = operations('Confirmations', {
  get: {
    method: 'GET',
    path: '/api/confirm',
    access: 'read',
    summary: 'The switch and the times',
    responses: { 200: confirmSettings },
  },
  change: {
    method: 'PUT',
    path: '/api/confirm',
    access: 'dialogs:decide',
    summary: 'Change them',
    body: changeConfirm,
    responses: { 200: confirmSettings },
    runsPrograms: true,
  },
  test: {
    method: 'POST',
    path: '/api/confirm/test',
    access: 'read',
    summary: 'What the rules say of a request',
    details: 'Nothing is run.',
    body: testPolicy,
    responses: { 200: judged },
    errors: [404],
  },
  trusted: {
    method: 'GET',
    path: '/api/confirm/trusted-directories',
    access: 'read',
    summary: 'Directories whose trust dialogs are answered',
    responses: { 200: z.object({ items: z.array(trustedDirectory), total: z.number().int() }) },
  },
  trust: {
    method: 'POST',
    path: '/api/confirm/trusted-directories',
    access: 'rules:write',
    summary: 'Trust a directory',
    body: trustDirectory,
    responses: { 201: trustedDirectory },
    runsPrograms: true,
  },
  distrust: {
    method: 'DELETE',
    path: '/api/confirm/trusted-directories/:id',
    access: 'rules:write',
    params: numberOf('trusted directory'),
    summary: 'Trust it no more',
    responses: { 204: null },
    errors: [404],
  },
});

export const ruleOperations = operations('Confirmations', {
  list: {
    method: 'GET',
    path: '/api/confirm/rules',
    access: 'read',
    summary: 'Rules, in the order in which they are asked',
    query: paging,
    responses: { 200: pageOf(rule) },
  },
  create: {
    method: 'POST',
    path: '/api/confirm/rules',
    access: 'rules:write',
    summary: 'Make a rule',
    body: newRule,
    responses: { 201: rule },
    runsPrograms: true,
  },
  preview: {
    method: 'POST',
    path: '/api/confirm/rules/preview',
    access: 'read',
    summary: 'What a rule would have decided of what agents asked for lately',
    details: 'Nothing is kept. Only the latest different requests are looked at.',
    body: newRule,
    responses: { 200: rulePreview },
  },
  get: {
    method: 'GET',
    path: '/api/confirm/rules/:id',
    access: 'read',
    params: numberOf('rule'),
    summary: 'One rule',
    responses: { 200: rule },
    errors: [404],
  },
  change: {
    method: 'PUT',
    path: '/api/confirm/rules/:id',
    access: 'rules:write',
    params: numberOf('rule'),
    summary: 'Change a rule',
    details: 'Built-in rules can only be switched off.',
    body: changeRule,
    responses: { 200: rule },
    errors: [404, 409],
    runsPrograms: true,
  },
  remove: {
    method: 'DELETE',
    path: '/api/confirm/rules/:id',
    access: 'rules:write',
    params: numberOf('rule'),
    summary: 'Remove a rule',
    responses: { 204: null },
    errors: [404, 409],
    runsPrograms: true,
  },
});
