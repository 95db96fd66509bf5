/** The API document and the page that shows it. */
import { etagOf, isKnown } from '../http/etag';
import { ANSWERED, JsonText, routes } from '../http/route';
import { documentOperations } from '../system/operations';
import { openApiDocument } from './openapi';

export const documentRoutes = routes(documentOperations)(({ version }) => {
  let document: string | undefined;
  let tag: string | undefined;
  return {
    get({ ctx }) {
      // It takes some 50 ms and never changes while the server runs.
      document ??= JSON.stringify(openApiDocument(version));
      tag ??= etagOf(document);
      ctx.set('Cache-Control', 'private, no-cache');
      return isKnown(ctx, tag) ? ANSWERED : new JsonText(document);
    },
    async page({ ctx, next }) {
      // One of the static pages, under the name that it has in the API.
      ctx.path = '/api-docs.html';
      await next();
      return ANSWERED;
    },
  };
});
