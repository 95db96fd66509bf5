/** Reviews of the directories of sessions. */
import type { z } from 'zod';
import type { SessionRow } from '../../store/rows';
import { type Discard, type Review, ReviewError, type ReviewFault } from '../../workflows/contracts/review';
import { conflict, HttpError } from '../http/errors';
import { routes } from '../http/route';
import { atWorkIn, isJoined } from './at-work';
import { reviewOperations } from './operations';
import type { discard, review } from './responses';

/** Files that a line of the audit names. */
const MOST_AUDITED = 50;

export const reviewRoutes = routes(reviewOperations)((services) => {
  const { store, sessions, reviews } = services;

  /** @throws HttpError where its directory can't be looked at from here */
  const directoryOf = ({ name, host, working_dir: directory }: SessionRow): string => {
    if (isJoined(store, host))
      throw conflict(`Session '${name}' is on host '${host}': its files can be reviewed there only.`);
    if (directory === null)
      throw conflict(`The directory of session '${name}' is not known: it has no terminal now.`);
    return directory;
  };
  /** Found by the name of now, with the state of this moment. */
  const toChange = async (name: string): Promise<SessionRow> => {
    const row = await sessions.named(name);
    await sessions.lookAt(row.name);
    return sessions.requireSession(row.name);
  };
  const mayWrite =
    (isSaidTwice: boolean) =>
    (top: string): void => {
      const names = isSaidTwice ? [] : atWorkIn(store, top);
      if (names.length === 0) return;
      throw new HttpError(
        409,
        'session_at_work',
        `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} at work in ${top}, or may be: a file may be written at this moment. Wait until that has ended, or say while_at_work.`,
      );
    };
  const note = (actor: string, action: string, id: string, after: Record<string, unknown>): void =>
    store.audit.note({ actor, action, entity: 'session', id, after });
  const pathsOf = (files: readonly { readonly path: string }[]): string[] =>
    files.slice(0, MOST_AUDITED).map(({ path }) => path);

  return {
    async get({ params }) {
      const row = sessions.requireSession(params.name);
      const found = await tried(reviews.look(directoryOf(row)));
      return reviewView(row, found, atWorkIn(store, found.top));
    },

    async lines({ params, query: { path, from = null, lines } }) {
      const directory = directoryOf(sessions.requireSession(params.name));
      const { file, diff } = await tried(reviews.lines(directory, { path, from, whole: lines === 'all' }));
      return { file, diff };
    },

    async commit({ params, body: { files, head, message, while_at_work: isSaidTwice }, actor }) {
      const row = await toChange(params.name);
      const wanted = { files, head, message };
      const { commit, branch, wasThere } = await tried(
        reviews.commit(directoryOf(row), wanted, mayWrite(isSaidTwice)),
      );
      note(actor, 'commit', row.name, { commit, branch, files: pathsOf(files), count: files.length });
      return { commit, branch, was_there: wasThere };
    },

    async discard({ params, body: { files, while_at_work: isSaidTwice }, actor }) {
      const row = await toChange(params.name);
      const found = await tried(
        reviews.discard(directoryOf(row), { files, by: actor }, mayWrite(isSaidTwice)),
      );
      note(actor, 'discard', row.name, { discard: found.id, files: pathsOf(files), count: files.length });
      return discardView(found);
    },

    async undo({ params, body: { while_at_work: isSaidTwice }, actor }) {
      const row = await toChange(params.name);
      const found = await tried(reviews.undo(directoryOf(row), params.id, mayWrite(isSaidTwice)));
      note(actor, 'undo discard', row.name, { discard: found.id, count: found.paths.length });
      return discardView(found);
    },

    async pullRequest({ params, body: { title, body, base = null }, actor }) {
      const row = await sessions.named(params.name);
      const directory = directoryOf(row);
      if (row.project_id === null)
        throw conflict(
          `Session '${row.name}' belongs to no project, whose repository and token a pull request needs: make a project with source_path ${directory}.`,
        );
      const made = await tried(
        services.reviewPullRequest({ directory, projectId: row.project_id, title, body, base }),
      );
      note(actor, 'pull request', row.name, { url: made.url, head: made.head, base: made.base });
      return made;
    },
  };
});

const STATUS: Readonly<Record<ReviewFault, [status: number, code: string]>> = {
  refused: [409, 'conflict'],
  changed: [409, 'changed_since'],
  gone: [404, 'not_found'],
  unavailable: [502, 'github_unavailable'],
};

/** @throws HttpError with what to do */
async function tried<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ReviewError)) throw error;
    const [status, code] = STATUS[error.fault];
    const { message } = error;
    throw new HttpError(status, code, `${message.charAt(0).toUpperCase()}${message.slice(1)}.`);
  }
}

const discardView = ({ id, paths, by, atMs, untilMs }: Discard): z.output<typeof discard> => ({
  ...{ id, paths: [...paths], by },
  discarded_at: new Date(atMs).toISOString(),
  until: new Date(untilMs).toISOString(),
});

function reviewView(
  { name, project_id }: SessionRow,
  found: Review,
  atWork: string[],
): z.output<typeof review> {
  const { files, discards, ...rest } = found;
  return {
    ...{ ...rest, session: name, project_id, at_work: atWork },
    files: files.map((file) => ({ ...file })),
    discards: discards.map(discardView),
  };
}
