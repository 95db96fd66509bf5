/** Background tasks: queueing, reading, changing, and their output. */
import type Router from '@koa/router';
import { join } from 'node:path';
import { isSettled } from '../../workflows/contracts/settled';
import type { AppDeps, RequestState } from '../context';
import { conflict } from '../http/errors';
import { parse, parseQuery } from '../http/validation';
import { workflowUrls } from '../system/facts';
import { followLog, readLog, removeTaskFiles } from './log';
import { cancelTask, changeTask, newTask, taskLogQuery, taskQuery } from './requests';
import { taskService } from './service';
import { taskListView, taskView } from './views';
import { actorOf, idParam } from '../http/parameters';
import { idempotencyKey } from '../prompts/routes';

export function taskRoutes(router: Router<RequestState>, deps: AppDeps): void {
  const { store, config } = deps;
  const service = taskService(deps);
  const urls = workflowUrls(deps);
  const show = (id: number) => taskView(service.must(id), urls);

  router.post('/api/tasks', async (ctx) => {
    const key = idempotencyKey(ctx);
    const id = await service.submit(parse(newTask, ctx.request.body), key);
    if (id === null) throw conflict('This Idempotency-Key was used for another task: take a new one.');
    ctx.status = 201;
    ctx.body = show(id);
  });

  router.get('/api/tasks', (ctx) => {
    const { status, type, project_id: projectId, q, order, limit, offset } = parseQuery(taskQuery, ctx.query);
    const filter = {
      ...(status && { status }),
      ...(type && { type }),
      ...(projectId !== undefined && { projectId }),
      ...(q && { text: q }),
    };
    const page = store.tasks.list(filter, order, limit, offset);
    ctx.body = {
      ...page,
      items: page.items.map((row) => taskListView(row, urls)),
      counts: store.tasks.counts(),
      slots: config.tasks.slots,
    };
  });

  router.get('/api/tasks/:id', (ctx) => {
    ctx.body = show(idParam(ctx, 'task'));
  });

  router.get('/api/tasks/:id/log', async (ctx) => {
    const { id } = service.must(idParam(ctx, 'task'));
    const { offset, limit, follow } = parseQuery(taskLogQuery, ctx.query);
    const file = join(config.dataDir, 'tasks', `${id}.log`);
    const ended = (): boolean => isSettled(store.tasks.get(id) ?? { status: 'lost' });
    if (follow === 'false') {
      // Asked first: what is in the file after the end is all there is.
      const isEnd = ended();
      const part = readLog(file, offset, limit);
      ctx.body = { task_id: id, ...part, ended: isEnd && part.next_offset >= part.size };
      return;
    }
    ctx.respond = false;
    // Koa's 404 stands on the response until something is answered.
    ctx.status = 200;
    const { loginStands } = ctx.state;
    const end = (): unknown => (ended() ? show(id) : null);
    await followLog(ctx.req, ctx.res, { file, offset, end, loginStands });
  });

  router.post('/api/tasks/:id/cancel', async (ctx) => {
    const id = idParam(ctx, 'task');
    await service.cancel(id, parse(cancelTask, ctx.request.body).reason);
    ctx.body = show(id);
  });

  router.post('/api/tasks/:id/retry', async (ctx) => {
    const id = idParam(ctx, 'task');
    await service.retry(id);
    ctx.body = show(id);
  });

  router.delete('/api/tasks/:id', async (ctx) => {
    const id = idParam(ctx, 'task');
    service.remove(id, actorOf(ctx));
    await removeTaskFiles(join(config.dataDir, 'tasks'), id);
    ctx.status = 204;
  });

  router.patch('/api/tasks/:id', (ctx) => {
    const id = idParam(ctx, 'task');
    service.prioritise(id, parse(changeTask, ctx.request.body).priority);
    ctx.body = show(id);
  });
}
