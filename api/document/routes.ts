/** The API document and the page that shows it. */
import type Router from '@koa/router';
import type { AppDeps, RequestState } from '../context';
import { openApiDocument } from './openapi';

export function apiDocsRoutes(router: Router<RequestState>, { version }: Pick<AppDeps, 'version'>): void {
  let document: string | undefined;

  router.get('/api/openapi.json', (ctx) => {
    // It takes some 50 ms and never changes while the server runs.
    document ??= JSON.stringify(openApiDocument(version));
    ctx.type = 'json';
    ctx.body = document;
  });

  router.get('/api/docs', async (ctx, next) => {
    // One of the static pages, under the name that it has in the API.
    ctx.path = '/api-docs.html';
    await next();
  });
}
