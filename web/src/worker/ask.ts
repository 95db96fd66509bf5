/** The two calls of the API that are made with the page closed, by the login of this browser. */
import type { Body } from '../../../api/document/client-types';
import { placeOf } from './scope';

const HEADERS = { 'Content-Type': 'application/json', Accept: 'application/json' };

const ask = (method: 'POST' | 'PUT', path: string, body: object): Promise<Response> =>
  fetch(placeOf(path), { method, headers: HEADERS, body: JSON.stringify(body) });

export const decide = (dialog: number, body: Body<'POST /api/confirmations/:id'>): Promise<Response> =>
  ask('POST', `/api/confirmations/${dialog}`, body);

export const tellOf = (browser: Body<'PUT /api/me/browsers'>): Promise<Response> =>
  ask('PUT', '/api/me/browsers', browser);
