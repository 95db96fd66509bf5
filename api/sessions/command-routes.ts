/** Making and ending sessions, and typing into them: what the host of the terminals carries out. */
import { existsSync, statSync } from 'node:fs';
import type { z } from 'zod';
import type { Store } from '../../store';
import { hostOf } from '../../workflows/contracts/hosts';
import { conflict, invalid } from '../http/errors';
import { routes } from '../http/route';
import { refuseSecrets } from '../vault/secret-names';
import { argvOf } from './command-line';
import { commandRunner, hostOfNew } from './run-command';
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

    async rename({ params, body: { name: wanted } }) {
      const { name, host } = await named(params.name);
      requireHub(store, name, host);
      if (store.sessions.get(wanted)?.present) throw conflict(`Session '${wanted}' exists already.`);
      const error = await run('rename', name, { name: wanted });
      if (error !== null) throw conflict(`Session '${name}' could not be renamed: ${error}.`);
      await sessions.namesOfNow();
      return sessionView(requireSession(wanted));
    },

    async restart({ params }) {
      const { name, host } = await named(params.name);
      requireHub(store, name, host);
      const error = await run('restart', name, {});
      if (error !== null) throw conflict(`Session '${name}' could not be started again: ${error}.`);
      return sessionView(requireSession(name));
    },

    async end({ params }) {
      const { name, uid } = await named(params.name);
      const error = await run('kill', name, {});
      if (error !== null) throw conflict(`Session '${name}' could not be ended: ${error}.`);
      if (!store.sessions.get(name)) await store.recordings.remove(uid);
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

/** @throws HttpError where it is a session of another machine, which may not know how to */
function requireHub(store: Store, name: string, host: string | null): void {
  if (host !== null && store.hosts.get(host))
    throw conflict(`Session '${name}' is on host '${host}': rename or restart it there, with tmux.`);
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
