/** The tmux sessions: reading them, making and ending them, typing into them. */
import type Router from '@koa/router';
import { existsSync, statSync } from 'node:fs';
import type { AppDeps, Context, RequestState } from '../context';
import { argvOf } from './command-line';
import { conflict, invalid } from '../http/errors';
import { changeSession, newSession, sessionQuery, tmuxSend } from './requests';
import { parse, parseQuery } from '../http/validation';
import { refuseSecrets } from '../vault/secret-names';
import { isoTime } from '../../store/db/time';
import { sessionView } from './views';
import { standardSessions } from './standard-sessions';
import type { Terminals } from './terminals';

/** As the column has it. */
const USUAL_SPECIALTY = 'general';

export function sessionRoutes(router: Router<RequestState>, deps: AppDeps, terminals: Terminals): void {
  const { store, orchestrator } = deps;
  const { must, named } = terminals;
  const list = (ctx: Pick<Context, 'body' | 'query'>): void => {
    const { status } = parseQuery(sessionQuery, ctx.query);
    const rows = store.sessions.list();
    ctx.body = rows.filter((row) => !status?.length || status.includes(row.status)).map(sessionView);
  };
  const run = async (
    kind: 'create' | 'kill' | 'send' | 'take_over',
    session: string,
    payload: unknown,
  ): Promise<string | null> => {
    const id = store.commands.insert(kind, session, payload);
    try {
      const { error } = await orchestrator.runCommand(id);
      // What a program said last is in the record alone, not in the engine's histories.
      return error === null ? null : (store.commands.get(id)?.error ?? error);
    } catch (error) {
      // What was refused is not carried out later, and its environment doesn't stay in the record.
      store.commands.end(id, 'not carried out: no answer from the engine');
      throw error;
    }
  };

  router.get('/api/sessions', list);
  router.get('/api/assigner/sessions', list);

  router.post('/api/sessions', async (ctx) => {
    const wanted = parse(newSession, ctx.request.body);
    await terminals.namesOfNow();
    if (store.sessions.get(wanted.name)?.present) throw conflict(`Session '${wanted.name}' exists already.`);
    const projectId = wanted.project_id ?? null;
    const workingDir = wanted.working_dir ?? (projectId === null ? null : sourcePath(store, projectId));
    if (workingDir !== null && !(existsSync(workingDir) && statSync(workingDir).isDirectory())) {
      throw invalid(
        wanted.working_dir == null ? 'project_id' : 'working_dir',
        `there is no directory ${workingDir}${wanted.working_dir == null ? ', its source_path' : ''}`,
      );
    }
    const { provider, specialty, env, secrets } = wanted;
    refuseSecrets(store.vault.missing(secrets), secrets, env);
    const argv = wanted.command == null ? null : argvOf(wanted.command);
    const request = { provider, specialty, workingDir, projectId, argv, env, secrets };
    const error = await run('create', wanted.name, request);
    if (error !== null) throw conflict(`Session '${wanted.name}' could not be made: ${error}.`);
    ctx.status = 201;
    ctx.body = sessionView(must(wanted.name));
  });

  router.post('/api/sessions/up', async (ctx) => {
    await terminals.namesOfNow();
    ctx.body = await standardSessions(store, run);
  });

  router.get('/api/sessions/:name', (ctx) => {
    ctx.body = sessionView(must(ctx.params['name']));
  });

  router.patch('/api/sessions/:name', async (ctx) => {
    const { provider, specialty } = parse(changeSession, ctx.request.body);
    const { name } = await named(ctx.params['name']);
    store.sessions.describe(name, {
      ...(provider !== undefined && { provider }),
      ...(specialty !== undefined && { specialty: specialty ?? USUAL_SPECIALTY }),
    });
    // Another agent reads the same screen otherwise.
    if (provider !== undefined) await terminals.lookAt(name);
    if (orchestrator.isUp()) void orchestrator.announce(store.assign());
    ctx.body = sessionView(must(name));
  });

  router.post('/api/sessions/:name/take-over', async (ctx) => {
    const { name } = await named(ctx.params['name']);
    const error = await run('take_over', name, {});
    if (error !== null) throw conflict(`Session '${name}' could not be taken over: ${error}.`);
    ctx.body = sessionView(must(name));
  });

  router.get('/api/sessions/:name/explain', async (ctx) => {
    const { name } = must(ctx.params['name']);
    const explanation = await deps.explain(name);
    if (!explanation) throw conflict(`Session '${name}' has no terminal now: it has ended.`);
    ctx.body = { ...explanation, queue: store.pause.words() ?? null };
  });

  router.get('/api/sessions/:name/screen', (ctx) => {
    const { name, last_output, output_at } = must(ctx.params['name']);
    ctx.body = { name, screen: last_output ?? '', captured_at: isoTime(output_at) };
  });

  router.delete('/api/sessions/:name', async (ctx) => {
    const { name } = await named(ctx.params['name']);
    const error = await run('kill', name, {});
    if (error !== null) throw conflict(`Session '${name}' could not be ended: ${error}.`);
    ctx.status = 204;
  });

  router.post('/api/tmux/send', async (ctx) => {
    const { session, command } = parse(tmuxSend, ctx.request.body);
    await named(session);
    const error = await run('send', session, { command });
    if (error !== null) throw conflict(`The command could not be sent to session '${session}': ${error}.`);
    ctx.body = { success: true };
  });
}

/** Where a session is made for a project, unless another directory is asked for: a work tree of its own, say. */
function sourcePath(store: AppDeps['store'], projectId: number): string {
  const project = store.projects.get(projectId);
  if (!project) throw invalid('project_id', `there is no project ${projectId}`);
  if (project.source_path) return project.source_path;
  throw invalid('project_id', `project '${project.name}' has no source_path: give working_dir as well`);
}
