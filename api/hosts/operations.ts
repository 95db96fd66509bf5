/** Other machines that lend their terminals, and what they ask with their tokens. */
import { z } from 'zod';
import { operations } from '../http/operation';
import { hostBeat, hostCalls, hostInPath, hostJoin, newHost } from './requests';
import { beat, callResults, hostList, hostToken, removal, welcome } from './responses';

export const hostOperations = operations('Hosts', {
  list: {
    method: 'GET',
    path: '/api/hosts',
    access: 'read',
    summary: 'List the machines whose sessions are worked in',
    responses: { 200: hostList },
  },
  create: {
    method: 'POST',
    path: '/api/hosts',
    access: 'hosts:write',
    summary: 'Let another machine join, and get the token that it joins with',
    body: newHost,
    responses: { 201: hostToken },
    errors: [409],
  },
  renewToken: {
    method: 'POST',
    path: '/api/hosts/:name/token',
    access: 'hosts:write',
    params: hostInPath,
    summary: 'Another token for a host; the one that it had opens nothing any more',
    responses: { 200: hostToken },
    errors: [404],
  },
  remove: {
    method: 'DELETE',
    path: '/api/hosts/:name',
    access: 'hosts:write',
    params: hostInPath,
    summary: 'Remove a host: its token ends, and its sessions with it',
    details:
      'Answers with 202 where prompts of its sessions are not taken back from it yet: that goes on by itself, also after the workflow engine was away.',
    responses: { 202: removal, 204: null },
    errors: [404, 409],
  },
});

const TOKEN = 'With the token of a host, `Authorization: Bearer ahost_...`, in place of a login.';

/** Each needs the token of a host, which api/middleware/host-tokens.ts sees to. */
export const joinedHostOperations = operations('Hosts', {
  join: {
    method: 'POST',
    path: '/api/host/join',
    access: 'host',
    summary: 'A host joins',
    details: TOKEN,
    body: hostJoin,
    responses: { 200: welcome },
    errors: [409],
    unaudited: true,
  },
  beat: {
    method: 'POST',
    path: '/api/host/beat',
    access: 'host',
    summary: 'A host says that it is there',
    details: TOKEN,
    body: hostBeat,
    responses: { 200: beat },
    errors: [409],
    unaudited: true,
  },
  calls: {
    method: 'POST',
    path: '/api/host/calls',
    access: 'host',
    summary: 'What a host asks of the record',
    details: `${TOKEN} A call that is repeated with the same id, and \`again\`, is not carried out twice.`,
    body: hostCalls,
    responses: { 200: callResults },
    errors: [409],
    unaudited: true,
    runsPrograms: true,
  },
  leave: {
    method: 'POST',
    path: '/api/host/leave',
    access: 'host',
    summary: 'A host stops in order',
    details: TOKEN,
    body: z.object({}),
    responses: { 204: null },
    errors: [409],
    unaudited: true,
  },
});
