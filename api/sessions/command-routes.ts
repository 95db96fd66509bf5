/** Making and ending sessions, and typing into them: what the host of the terminals carries out. */
import { existsSync, statSync } from 'node:fs';
import type { z } from 'zod';
import type { Store } from '../../store';
import { awayWords } from '../../store/hosts/away';
import { hostOf } from '../../workflows/contracts/hosts';
import { conflict, invalid } from '../http/errors';
import { routes } from '../http/route';
import type { Services } from '../services';
import { refuseSecrets } from '../vault/secret-names';
import { argvOf } from './command-line';
import { sessionCommandOperations } from './operations';
import type { newSession } from './requests';
import { standardSessions } from './standard-sessions';
import { sessionView } from './views';

export const sessionCommandRoutes = routes(sessionCommandOperations)((services) => {
  const { store, sessions } = services;
  const { requireSession, named } = sessions;
  const run = commandRunner(services);

  return {
    async create({ body }) {
      hostOfNew(store, body.name);
      await sessions.namesOfNow();
      if (store.sessions.get(body.name)?.present) throw conflict(`Session '${body.name}' exists already.`);
      const error = await run('create', body.name, creation(store, body));
      if (error !== null) throw conflict(`Session '${body.name}' could not be made: ${error}.`);
      return sessionView(requireSession(body.name));
    },

    async up() {
      await sessions.namesOfNow();
      return standardSessions(store, run);
    },

    async takeOver({ params }) {
      const { name } = await named(params.name);
      const error = await run('take_over', name, {});
      if (error !== null) throw conflict(`Session '${name}' could not be taken over: ${error}.`);
      return sessionView(requireSession(name));
    },

    async end({ params }) {
      const { name } = await named(params.name);
      const error = await run('kill', name, {});
      if (error !== null) throw conflict(`Session '${name}' could not be ended: ${error}.`);
      return undefined;
    },

    async type({ body: { session, command } }) {
      await named(session);
      const error = await run('send', session, { command });
      if (error !== null) throw conflict(`The command could not be sent to session '${session}': ${error}.`);
      return { success: true };
    },
  };
});

/** Has the host carry out a command; gives what it was refused with, or null. */
function commandRunner({ store, orchestrator }: Pick<Services, 'store' | 'orchestrator'>) {
  return async (
    kind: 'create' | 'kill' | 'send' | 'take_over',
    session: string,
    payload: unknown,
  ): Promise<string | null> => {
    const host = kind === 'create' ? hostOfNew(store, session) : store.sessions.get(session)?.host;
    const isJoined = host != null && store.hosts.get(host) !== undefined;
    if (isJoined) requireThere(store, host);
    const id = store.commands.insert(kind, session, payload);
    try {
      const { error } = await orchestrator.runCommand(id, isJoined ? host : undefined);
      // Nothing if the host has ended it: otherwise its workflow was terminated.
      if (error !== null) store.commands.end(id, error);
      // What a program said last is in the record alone, not in the engine's histories.
      return error === null ? null : (store.commands.get(id)?.error ?? error);
    } catch (error) {
      // What was refused is not carried out later, and its environment doesn't stay in the record.
      store.commands.end(id, 'not carried out: no answer from the engine');
      throw error;
    }
  };
}

/** The machine that a session of that name is made on; undefined: this one. */
function hostOfNew(store: Store, name: string): string | undefined {
  const host = hostOf(name)?.host;
  if (host !== undefined && !store.hosts.get(host))
    throw invalid('name', `there is no host '${host}': see GET /api/hosts`);
  return host;
}

/** @throws HttpError where nobody would carry it out */
function requireThere(store: Store, host: string): void {
  const row = store.hosts.get(host);
  const away = row && awayWords(row.name, row.state, row.state_at);
  if (away !== undefined) throw conflict(`It can't be done now: ${away}.`);
}

/** What the host is told of a session that is to be made. */
function creation(store: Store, wanted: z.output<typeof newSession>) {
  const projectId = wanted.project_id ?? null;
  const workingDir = wanted.working_dir ?? (projectId === null ? null : sourcePath(store, projectId));
  const isHere = hostOf(wanted.name) === undefined;
  if (isHere && workingDir !== null && !(existsSync(workingDir) && statSync(workingDir).isDirectory())) {
    throw invalid(
      wanted.working_dir == null ? 'project_id' : 'working_dir',
      `there is no directory ${workingDir}${wanted.working_dir == null ? ', its source_path' : ''}`,
    );
  }
  const { provider, specialty, env, secrets } = wanted;
  refuseSecrets(store.vault.missing(secrets), secrets, env);
  const argv = wanted.command == null ? null : argvOf(wanted.command);
  return { provider, specialty, workingDir, projectId, argv, env, secrets };
}

/** Where a session is made for a project, unless another directory is asked for: a work tree of its own, say. */
function sourcePath(store: Store, projectId: number): string {
  const project = store.projects.get(projectId);
  if (!project) throw invalid('project_id', `there is no project ${projectId}`);
  if (project.source_path) return project.source_path;
  throw invalid('project_id', `project '${project.name}' has no source_path: give working_dir as well`);
}
