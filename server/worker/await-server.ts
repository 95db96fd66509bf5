/** What a worker process waits for before it opens anything: a server that has the data directory, and its databases. */
import { setTimeout as pause } from 'node:timers/promises';
import { schemaStanding } from '../../store/db/schema';
import { type Note, serverOf, wantsAlone } from '../instance';
import type { Registration } from './registry';
import { worksWith } from './release';

const LOOK_EVERY_MS = 250;

/** It can't work with the server that is there until a person brings one of them up to date. */
export class UnfitWorkerError extends Error {
  override readonly name = 'UnfitWorkerError';
}

interface Waiting {
  readonly dataDir: string;
  readonly version: string;
  readonly registration: Registration;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** What a worker needs to know of its server. */
export type Server = Note & { readonly url: string; readonly version: string };

/**
 * Resolves once it may open the databases, with its state set to say so.
 * @throws UnfitWorkerError; AbortError where it is to stop
 */
export async function awaitServer(waiting: Waiting): Promise<Server> {
  const { dataDir, registration, say, signal } = waiting;
  let said = '';
  for (;;) {
    const found = look(waiting);
    if (typeof found !== 'string') {
      registration.is('connecting');
      // A server, or a restore, that came in between has seen the state, or is seen now.
      if (typeof look(waiting) !== 'string' && !wantsAlone(dataDir)) return found;
      registration.is('waiting');
    } else if (found !== said) {
      if (found !== '') say(found);
      said = found;
    }
    await pause(LOOK_EVERY_MS, undefined, { signal });
  }
}

/** The server to work with, or what is waited for; empty: it takes a moment. */
function look({ dataDir, version }: Waiting): Server | string {
  const server = serverOf(dataDir);
  if (!server)
    return `No server runs on the data directory ${dataDir}: this worker waits for one ("npm run api", or "npm start").`;
  const { url, version: serverVersion } = server;
  if (server.alone === true || server.ending === true || url === undefined || serverVersion === undefined)
    return '';
  if (!worksWith(version, serverVersion))
    throw new UnfitWorkerError(
      `This worker is of release ${version}, the server of release ${serverVersion}: they may be one release apart. Bring the older one up to date and start it again.`,
    );
  const schema = schemaStanding(dataDir);
  if (schema === 'newer')
    throw new UnfitWorkerError(
      `The databases were migrated by a newer release than this worker's (${version}): bring it up to date and start it again.`,
    );
  if (schema === 'older')
    return `The databases in ${dataDir} are of an older release: this worker (${version}) waits until the server (${serverVersion}) is brought up to date.`;
  return { ...server, url, version: serverVersion };
}
