/** A whole history, which the pages offer for download; the engine's API gives a page at a time. */
import { request as httpRequest } from 'node:http';
import { json } from 'node:stream/consumers';
import { EngineUnavailableError } from '../../temporal/errors';
import { notFound } from '../http/errors';
import { AS_KEPT, TIMEOUT_MS } from './forward';
import type { HttpDoor } from './source';

/** @param workflow its path in the engine's API @throws HttpError 404, EngineUnavailableError */
export async function allEvents(door: HttpDoor, workflow: string, runId: string): Promise<unknown[]> {
  const events: unknown[] = [];
  let token = '';
  do {
    const query = new URLSearchParams({ 'execution.runId': runId, ...(token && { nextPageToken: token }) });
    const page = await askEngine(door, `${workflow}/history?${query.toString()}`);
    events.push(...(page.history?.events ?? []));
    token = page.nextPageToken ?? '';
  } while (token !== '');
  return events;
}

interface EventsPage {
  readonly history?: { readonly events?: readonly unknown[] };
  readonly nextPageToken?: string;
}

function askEngine({ httpPort, httpHost }: HttpDoor, path: string): Promise<EventsPage> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: httpPort, path, timeout: TIMEOUT_MS };
    const sent = httpRequest({ ...options, headers: { host: httpHost, accept: AS_KEPT } }, (response) => {
      if (response.statusCode === 200) json(response).then((page) => resolve(page as EventsPage), reject);
      else {
        response.resume();
        reject(
          response.statusCode === 404 ? notFound('such run of a workflow') : new EngineUnavailableError(),
        );
      }
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', (error) => reject(new EngineUnavailableError({ cause: error })));
    sent.end();
  });
}
