/** The vault: secrets, leases, the key. */
import { z } from 'zod';
import { pageOf } from '../http/responses';
import { access, redeemed, rotation, secret, secretLease, secretWithValue } from './responses';
import { describeRoutes } from '../http/operation';
import { paging } from '../http/fields';
import {
  accessQuery,
  changeSecret,
  newLease,
  newSecret,
  redeemLease,
  rotateKey,
  secretQuery,
} from './requests';

const changes = {
  body: changeSecret,
  answers: { 200: secret },
  errors: [404, 409, 412],
  tagged: 'change',
} as const;

export const vaultDescriptions = describeRoutes('Vault', {
  'GET /api/secrets': {
    summary: 'List secrets, without their values',
    query: secretQuery,
    answers: { 200: z.array(secret) },
  },
  'POST /api/secrets': {
    summary: 'Keep a secret',
    body: newSecret,
    answers: { 201: secret },
    errors: [409],
    tagged: 'answer',
  },
  'GET /api/secrets/:id': {
    summary: 'One secret with its value; that it was viewed is noted',
    answers: { 200: secretWithValue },
    errors: [404, 409],
    tagged: 'answer',
  },
  'PUT /api/secrets/:id': { summary: 'Change a secret: only what is given', ...changes },
  'PATCH /api/secrets/:id': { summary: 'Change a secret: only what is given', ...changes },
  'DELETE /api/secrets/:id': {
    summary: 'Remove a secret',
    answers: { 204: null },
    errors: [404, 412],
    tagged: 'change',
  },
  'GET /api/secrets/access': {
    summary: 'Who did what with secrets, newest first; with those that were deleted',
    query: accessQuery,
    answers: { 200: pageOf(access) },
  },
  'GET /api/secrets/:id/access': {
    summary: 'Who did what with it, newest first',
    query: paging,
    answers: { 200: pageOf(access) },
    errors: [404],
  },
  'POST /api/secrets/rotate-key': {
    summary: 'Seal all secrets with a new key',
    body: rotateKey,
    answers: { 200: rotation },
    errors: [409],
  },
  'POST /api/secrets/:id/leases': {
    summary: 'Promise a session or a task one use of a secret',
    body: newLease,
    answers: { 201: secretLease },
    errors: [404, 409],
  },
  'POST /api/secrets/leases/redeem': {
    summary: 'The value, once',
    body: redeemLease,
    answers: { 200: redeemed },
    errors: [409, 410],
  },
});
