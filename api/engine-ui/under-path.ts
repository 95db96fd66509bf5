/** Temporal's Web UI below the dashboard's own address: it is wherever the dashboard is, behind a proxy too. */
import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import type { AppDeps, RequestState } from '../context';
import { HttpError, notLoggedIn } from '../http/errors';
import { serveEngineUi } from './serve';

const PATH = '/temporal-ui';

export const isEngineUi = (path: string): boolean => path === PATH || path.startsWith(`${PATH}/`);

/** After the login, before anything reads a body: that is passed on as it comes. */
export function engineUiUnderPath({
  engine,
  log,
}: {
  readonly engine: AppDeps['engine'];
  readonly log: Logger;
}): Middleware<RequestState> {
  const serve = serveEngineUi(log);
  return async (ctx, next) => {
    // The pages of a cluster are where its operator has them.
    if (!isEngineUi(ctx.path) || engine.kind === 'external') {
      await next();
      return;
    }
    const { principal } = ctx.state;
    if (principal === undefined) throw notLoggedIn();
    if (engine.ui === undefined)
      throw new HttpError(503, 'starting', 'The dashboard is starting: try again in a moment.');
    await serve(engine.ui, { ctx, principal, path: ctx.path.slice(PATH.length) || '/', mount: PATH });
  };
}
