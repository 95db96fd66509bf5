/** Finds a request's route among those of its area: @koa/router tries all the routes it has, one after the other. */
import Router from '@koa/router';
import type { Middleware } from 'koa';
import type { RequestState } from '../context';

/** `/api/tasks` of `/api/tasks/7/log`; in lower case, since routes match in any. */
function areaOf(path: string): string {
  return path.split('/', 3).join('/').toLowerCase();
}

/**
 * The routes of `router`, shared out to one router an area; it keeps them all for `allowedMethods` and for lists of
 * what there is.
 * @throws Error where a route's area is a parameter
 */
export function routesByArea(router: Router<RequestState>): Middleware<RequestState> & {
  readonly router: Router<RequestState>;
} {
  const areas = new Map<string, Router<RequestState>>();
  for (const layer of router.stack) {
    const area = areaOf(String(layer.path));
    if (area.includes(':')) throw new Error(`${String(layer.path)}: the first two parts must be names`);
    const own = areas.get(area) ?? new Router<RequestState>();
    own.stack.push(layer);
    areas.set(area, own);
  }
  const routes = new Map([...areas].map(([area, own]) => [area, own.routes()]));
  const dispatch: Middleware<RequestState> = async (ctx, next) => {
    const found = routes.get(areaOf(ctx.path));
    await (found ? found(ctx as Parameters<typeof found>[0], next) : next());
  };
  return Object.assign(dispatch, { router });
}
