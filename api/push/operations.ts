/** Notifications in the browsers of whoever asks, with the page closed, and when they want none. */
import { numberOf } from '../http/fields';
import { operations } from '../http/operation';
import { alertTest } from '../alerts/responses';
import { newBrowser, quietHours } from './requests';
import { ownNotifications, pushBrowser } from './responses';

const FOR_PEOPLE = 'Only people have browsers: a program that asks is refused with 409.';

export const pushOperations = operations('Notifications', {
  own: {
    method: 'GET',
    path: '/api/me/notifications',
    access: 'login',
    summary: 'Your browsers that get notifications with the page closed, and your quiet hours',
    details: FOR_PEOPLE,
    responses: { 200: ownNotifications },
    errors: [409],
  },
  subscribe: {
    method: 'PUT',
    path: '/api/me/browsers',
    access: 'login',
    summary: 'Send notifications to this browser, also with the page closed',
    details: `It ends with the login, when you log out or the login is ended. A repeat brings it up to date. ${FOR_PEOPLE}`,
    body: newBrowser,
    responses: { 200: pushBrowser },
    errors: [409, 429],
  },
  unsubscribe: {
    method: 'DELETE',
    path: '/api/me/browsers/:id',
    access: 'login',
    params: numberOf('browser'),
    summary: 'Send no more to one of your browsers',
    responses: { 204: null },
    errors: [404, 409],
  },
  test: {
    method: 'POST',
    path: '/api/me/browsers/:id/test',
    access: 'login',
    params: numberOf('browser'),
    summary: 'Send a message to one of your browsers, and say what became of it',
    details: 'It is tried once, also in quiet hours. 202 where it takes longer than 10 seconds.',
    responses: { 200: alertTest, 202: alertTest },
    errors: [404, 409, 429, 503],
    runsPrograms: true,
  },
  setQuietHours: {
    method: 'PUT',
    path: '/api/me/quiet-hours',
    access: 'login',
    summary: 'Say when your browsers are sent nothing',
    details: `What comes meanwhile is told in one message at the end, without what is over by then. ${FOR_PEOPLE}`,
    body: quietHours,
    responses: { 200: ownNotifications },
    errors: [409],
  },
});
