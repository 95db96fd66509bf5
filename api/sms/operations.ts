/** Text messages that tell how things stand. */
import { paging } from '../http/fields';
import { operations } from '../http/operation';
import { pageOf } from '../http/responses';
import { sendSms } from './requests';
import { sms, smsSent } from './responses';

export const smsOperations = operations('Notifications', {
  list: {
    method: 'GET',
    path: '/api/sms',
    access: 'read',
    summary: 'Text messages, newest first, with what became of them',
    query: paging,
    responses: { 200: pageOf(sms) },
  },
  send: {
    method: 'POST',
    path: '/api/sms',
    access: 'alerts:write',
    summary: 'Send the hourly message now, beside those of the hours; or only show it',
    details: '202 where it takes longer than 10 seconds.',
    body: sendSms,
    responses: { 200: smsSent, 202: smsSent },
    errors: [409, 503],
    runsPrograms: true,
  },
});
