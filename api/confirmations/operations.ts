/** Automatic confirmation: dialogs, rules, settings. */
import { z } from 'zod';
import { pageOf } from '../http/responses';
import { confirmation, confirmSettings, judged, rule, trustedDirectory } from './responses';
import {
  changeConfirm,
  changeRule,
  confirmationQuery,
  decideConfirmation,
  newRule,
  testPolicy,
  trustDirectory,
} from './requests';
import { describeRoutes } from '../http/operation';
import { paging } from '../http/fields';

export const confirmationDescriptions = describeRoutes('Confirmations', {
  'GET /api/confirmations': {
    summary: 'Dialogs of agents, newest first',
    query: confirmationQuery,
    answers: { 200: pageOf(confirmation) },
  },
  'GET /api/confirmations/:id': { summary: 'One of them', answers: { 200: confirmation }, errors: [404] },
  'POST /api/confirmations/:id': {
    summary: 'Answer it',
    details:
      'Responds when the keys were pressed and the dialog was seen to go. `answer` gives a question its option, words of your own, or one of `answers` a question; `deny` closes what has no option that refuses.',
    body: decideConfirmation,
    answers: { 200: confirmation },
    errors: [404, 409, 503],
    runsPrograms: true,
  },
  'GET /api/confirm': { summary: 'The switch and the times', answers: { 200: confirmSettings } },
  'PUT /api/confirm': {
    summary: 'Change them',
    body: changeConfirm,
    answers: { 200: confirmSettings },
    runsPrograms: true,
  },
  'GET /api/confirm/rules': {
    summary: 'Rules, in the order in which they are asked',
    query: paging,
    answers: { 200: pageOf(rule) },
  },
  'POST /api/confirm/rules': {
    summary: 'Make a rule',
    body: newRule,
    answers: { 201: rule },
    runsPrograms: true,
  },
  'GET /api/confirm/rules/:id': { summary: 'One rule', answers: { 200: rule }, errors: [404] },
  'PUT /api/confirm/rules/:id': {
    summary: 'Change a rule',
    details: 'Built-in rules can only be switched off.',
    body: changeRule,
    answers: { 200: rule },
    errors: [404, 409],
    runsPrograms: true,
  },
  'DELETE /api/confirm/rules/:id': {
    summary: 'Remove a rule',
    answers: { 204: null },
    errors: [404, 409],
    runsPrograms: true,
  },
  'POST /api/confirm/test': {
    summary: 'What the rules say of a request',
    details: 'Nothing is run.',
    body: testPolicy,
    answers: { 200: judged },
    errors: [404],
  },
  'GET /api/confirm/trusted-directories': {
    summary: 'Directories whose trust dialogs are answered',
    answers: { 200: z.object({ items: z.array(trustedDirectory), total: z.number().int() }) },
  },
  'POST /api/confirm/trusted-directories': {
    summary: 'Trust a directory',
    body: trustDirectory,
    answers: { 201: trustedDirectory },
    runsPrograms: true,
  },
  'DELETE /api/confirm/trusted-directories/:id': {
    summary: 'Trust it no more',
    answers: { 204: null },
    errors: [404],
  },
});
