/** The API document and the page that shows it. */
import { etagOf, isKnown } from '../http/etag';
import { ANSWERED, JsonText, routes } from '../http/route';
import { documentOperations } from '../system/operations';
import { openApiDocument } from './openapi';

/** A proxy may pass on what a client says of the path. */
const MAX_DOCUMENTS = 4;

export const documentRoutes = routes(documentOperations)(({ version }) => {
  /** By the path that the client has us under. */
  const documents = new Map<string, { text: string; tag: string }>();
  return {
    get({ ctx }) {
      // It takes some 50 ms and never changes while the server runs.
      const { prefix } = ctx.state.way;
      const known = documents.get(prefix);
      const text = known?.text ?? JSON.stringify(openApiDocument(version, prefix));
      const tag = known?.tag ?? etagOf(text);
      if (documents.size >= MAX_DOCUMENTS) documents.clear();
      documents.set(prefix, { text, tag });
      ctx.set('Cache-Control', 'private, no-cache');
      return isKnown(ctx, tag) ? ANSWERED : new JsonText(text);
    },
    async page({ ctx, next }) {
      // One of the static pages, under the name that it has in the API.
      ctx.path = '/api-docs.html';
      await next();
      return ANSWERED;
    },
  };
});
