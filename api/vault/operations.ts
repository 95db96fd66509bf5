/** The vault: secrets, leases, the key. */
import { z } from 'zod';
import { pageOf } from '../http/responses';
import { access, redeemed, rotation, secret, secretLease, secretWithValue } from './responses';
import { operations } from '../http/operation';
import { numberOf, paging } from '../http/fields';
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
  responses: { 200: secret },
  errors: [404, 409, 412],
  tagged: 'change',
} as const;

export const secretOperations = operations('Vault', {
  list: {
    method: 'GET',
    path: '/api/secrets',
    access: 'read',
    summary: 'List secrets, without their values',
    query: secretQuery,
    responses: { 200: z.array(secret) },
  },
  create: {
    method: 'POST',
    path: '/api/secrets',
    access: 'secrets:write',
    summary: 'Keep a secret',
    body: newSecret,
    responses: { 201: secret },
    errors: [409],
    tagged: 'answer',
  },
  reveal: {
    method: 'GET',
    path: '/api/secrets/:id',
    access: 'secrets:read',
    params: numberOf('secret'),
    summary: 'One secret with its value; that it was viewed is noted',
    responses: { 200: secretWithValue },
    errors: [404, 409],
    tagged: 'answer',
  },
  put: {
    method: 'PUT',
    path: '/api/secrets/:id',
    access: 'secrets:write',
    params: numberOf('secret'),
    summary: 'Change a secret: only what is given',
    ...changes,
  },
  patch: {
    method: 'PATCH',
    path: '/api/secrets/:id',
    access: 'secrets:write',
    params: numberOf('secret'),
    summary: 'Change a secret: only what is given',
    ...changes,
  },
  remove: {
    method: 'DELETE',
    path: '/api/secrets/:id',
    access: 'secrets:write',
    params: numberOf('secret'),
    summary: 'Remove a secret',
    responses: { 204: null },
    errors: [404, 412],
    tagged: 'change',
  },
  access: {
    method: 'GET',
    path: '/api/secrets/access',
    access: 'secrets:read',
    summary: 'Who did what with secrets, newest first; with those that were deleted',
    query: accessQuery,
    responses: { 200: pageOf(access) },
  },
  accessOf: {
    method: 'GET',
    path: '/api/secrets/:id/access',
    access: 'secrets:read',
    params: numberOf('secret'),
    summary: 'Who did what with it, newest first',
    query: paging,
    responses: { 200: pageOf(access) },
    errors: [404],
  },
  rotateKey: {
    method: 'POST',
    path: '/api/secrets/rotate-key',
    access: 'system:write',
    summary: 'Seal all secrets with a new key',
    body: rotateKey,
    responses: { 200: rotation },
    errors: [409],
  },
});

export const leaseOperations = operations('Vault', {
  grant: {
    method: 'POST',
    path: '/api/secrets/:id/leases',
    access: 'secrets:read',
    params: numberOf('secret'),
    summary: 'Promise a session or a task one use of a secret',
    body: newLease,
    responses: { 201: secretLease },
    errors: [404, 409],
  },
  redeem: {
    method: 'POST',
    path: '/api/secrets/leases/redeem',
    access: 'login',
    summary: 'The value, once',
    body: redeemLease,
    responses: { 200: redeemed },
    errors: [409, 410],
  },
});
