/** Users, tokens, and who asked for what. */
import { z } from 'zod';
import { numberOf } from '../http/fields';
import { operations } from '../http/operation';
import { pageOf, success } from '../http/responses';
import { changePassword, changeUser, loginOfOwn, newToken, newUser, requestQuery } from './requests';
import { auditedRequest, madeToken, me, ownLogin, requestKind, token, user } from './responses';

const ended = z.object({ ended: z.number().int().meta({ description: 'how many logins' }) });

export const accessOperations = operations('Access', {
  me: {
    method: 'GET',
    path: '/api/me',
    access: 'login',
    summary: 'Who you are here, and what you may do',
    responses: { 200: me },
  },
  changePassword: {
    method: 'PUT',
    path: '/api/me/password',
    access: 'login',
    summary: 'Change your own password',
    details: 'Ends all your logins but this one. The user of the settings has theirs in ARCHITECT_PASSWORD.',
    body: changePassword,
    responses: { 200: success },
    errors: [409, 429],
  },
  ownLogins: {
    method: 'GET',
    path: '/api/me/logins',
    access: 'login',
    summary: 'Your logins: the browsers in which you are logged in',
    details: 'A program, and whom a proxy signs in with each request, have none.',
    responses: { 200: z.object({ items: z.array(ownLogin) }) },
  },
  endOwnLogin: {
    method: 'DELETE',
    path: '/api/me/logins/:id',
    access: 'login',
    params: loginOfOwn,
    summary: 'End one of your logins, at once',
    responses: { 204: null },
    errors: [404],
  },
  endOtherLogins: {
    method: 'DELETE',
    path: '/api/me/logins',
    access: 'login',
    summary: 'End all your logins but the one that asks',
    responses: { 200: ended },
  },
  users: {
    method: 'GET',
    path: '/api/users',
    access: 'access:write',
    summary: 'Users, with the one of the settings',
    responses: { 200: z.object({ items: z.array(user) }) },
  },
  addUser: {
    method: 'POST',
    path: '/api/users',
    access: 'access:write',
    summary: 'Make a user',
    details: 'With a role that has only scopes that who makes it has as well.',
    body: newUser,
    responses: { 201: user },
    errors: [409],
  },
  changeUser: {
    method: 'PATCH',
    path: '/api/users/:id',
    access: 'access:write',
    params: numberOf('user'),
    summary: 'Change role or password of a user, or close the account: only what is given changes',
    details:
      'A new password, and a closed account, end the logins of that user at once. A role counts at once. Who asks needs the scopes of the role that is given, and for a password or an account that is opened those that the user has.',
    body: changeUser,
    responses: { 200: user },
    errors: [404, 409],
  },
  removeUser: {
    method: 'DELETE',
    path: '/api/users/:id',
    access: 'access:write',
    params: numberOf('user'),
    summary: 'Remove a user; the record keeps the name',
    responses: { 204: null },
    errors: [404],
  },
  signOutUser: {
    method: 'DELETE',
    path: '/api/users/:id/logins',
    access: 'access:write',
    params: numberOf('user'),
    summary: 'End all logins of a user, at once',
    details:
      'The account stays open: who knows the password, or whom the provider signs in, can log in again.',
    responses: { 200: ended },
    errors: [404],
  },
  tokens: {
    method: 'GET',
    path: '/api/tokens',
    access: 'access:write',
    summary: 'Tokens of programs',
    responses: { 200: z.object({ items: z.array(token) }) },
  },
  addToken: {
    method: 'POST',
    path: '/api/tokens',
    access: 'access:write',
    summary: 'Make a token; the answer is the only place that has it',
    details: 'It can have scopes only that who makes it has as well.',
    body: newToken,
    responses: { 201: madeToken },
    errors: [409],
  },
  revokeToken: {
    method: 'DELETE',
    path: '/api/tokens/:id',
    access: 'access:write',
    params: numberOf('token'),
    summary: 'Revoke a token, at once and for good',
    responses: { 204: null },
    errors: [404, 409],
  },
  requests: {
    method: 'GET',
    path: '/api/audit/requests',
    access: 'audit:read',
    summary: 'Who asked for what, newest first',
    details:
      'Requests that changed something, read a secret, logged in or were refused. GET /api/audit has what changed.',
    query: requestQuery,
    responses: { 200: pageOf(auditedRequest) },
  },
  requestKinds: {
    method: 'GET',
    path: '/api/audit/requests/kinds',
    access: 'audit:read',
    summary: 'What stands in the list of who asked for what, by how often',
    responses: { 200: z.object({ items: z.array(requestKind) }) },
  },
});
