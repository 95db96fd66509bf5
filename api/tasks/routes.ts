/** Background tasks: queueing, reading, changing, and their output. */
import { join } from 'node:path';
import { may, type Principal } from '../access/principal';
import { conflict, HttpError } from '../http/errors';
import { ANSWERED, routes } from '../http/route';
import { workflowUrls } from '../system/facts';
import { followLog, readLog, removeTaskFiles } from './log';
import { taskOperations } from './operations';
import { taskListView, taskView } from './views';

export const taskRoutes = routes(taskOperations)((services) => {
  const { store, config, tasks, log } = services;
  const urls = workflowUrls(services);
  const directory = join(config.dataDir, 'tasks');
  const show = (id: number, principal: Principal | undefined) =>
    taskView(tasks.requireTask(id), urls, principal !== undefined && may(principal, 'tasks:write'));

  return {
    async create({ body, headers, ctx }) {
      const id = await tasks.submit(body, headers['Idempotency-Key'] ?? null);
      if (id === null) throw conflict('This Idempotency-Key was used for another task: take a new one.');
      return show(id, ctx.state.principal);
    },

    list({ query: { status, type, project_id: projectId, q, order, limit, offset } }) {
      const filter = {
        ...(status && { status }),
        ...(type && { type }),
        ...(projectId !== undefined && { projectId }),
        ...(q && { text: q }),
      };
      const page = store.tasks.list(filter, order, limit, offset);
      return {
        ...page,
        items: page.items.map((row) => taskListView(row, urls)),
        counts: store.tasks.counts(),
        slots: config.tasks.slots,
      };
    },

    get: ({ params: { id }, ctx }) => show(id, ctx.state.principal),

    async log({ params, query: { offset, limit, follow }, ctx }) {
      const { id } = tasks.requireTask(params.id);
      const file = join(directory, `${id}.log`);
      if (follow === 'false') {
        // Asked first: what is in the file after the end is all there is.
        const isEnd = tasks.hasEnded(id);
        const part = readLog(file, offset, limit);
        return { task_id: id, ...part, ended: isEnd && part.next_offset >= part.size };
      }
      ctx.respond = false;
      // Koa's 404 stands on the response until something is answered.
      ctx.status = 200;
      const { loginStands } = ctx.state;
      const end = (): unknown => (tasks.hasEnded(id) ? show(id, ctx.state.principal) : null);
      // Somebody may have removed it meanwhile: that is no fault.
      const onFault = (err: unknown): void =>
        log[err instanceof HttpError ? 'debug' : 'error'](
          { err, taskId: id },
          'the output of a task ended early',
        );
      await followLog(ctx.req, ctx.res, { file, offset, end, loginStands, onFault });
      return ANSWERED;
    },

    async cancel({ params: { id }, body, actor, ctx }) {
      await tasks.cancel(id, actor, body.reason);
      return show(id, ctx.state.principal);
    },

    async retry({ params: { id }, actor, ctx }) {
      await tasks.retry(id, actor);
      return show(id, ctx.state.principal);
    },

    async remove({ params: { id }, actor }) {
      tasks.remove(id, actor);
      await removeTaskFiles(directory, id);
      return undefined;
    },

    prioritise({ params: { id }, body, ctx }) {
      tasks.prioritise(id, body.priority);
      return show(id, ctx.state.principal);
    },
  };
});
