/** The built pages: hashed files are kept for ever by a browser, pages are asked for anew and mostly answered 304. */
import type { Middleware, ParameterizedContext } from 'koa';
import compose from 'koa-compose';
import conditionalGet from 'koa-conditional-get';
import etag from '@koa/etag';
import serve from 'koa-static';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../config';
import type { RequestState } from './context';
import { notFound } from './http/errors';
import { isPlain, routePath } from './middleware/paths';

const DIRECTORY = join(PROJECT_ROOT, 'web', 'dist');
/** Names in there tell their content. */
const HASHED = '/assets/';
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Pages show live state: a copy from the browser's store would be an old one. */
const REVALIDATED = 'no-cache';

const DOCS_FILE = '/api-docs.html';
const PAGES: Readonly<Record<string, string>> = { '/login': '/login.html', '/dashboard': '/index.html' };

/** Where a page has to be instead: it names its files by the way from there. */
function placeOf(
  { method, path, state }: Pick<ParameterizedContext<RequestState>, 'method' | 'path' | 'state'>,
  page?: string,
) {
  if (!['GET', 'HEAD'].includes(method)) return undefined;
  if (page !== undefined && path.endsWith('/')) return routePath(path);
  // The operation has the file, under its own name.
  return path === DOCS_FILE && state.operation === undefined ? '/api/docs' : undefined;
}

export function staticPages(): Middleware<RequestState> {
  // A `.br` or `.gz` beside a file is sent in its place to who takes it.
  const files = compose([conditionalGet(), etag(), serve(DIRECTORY, { index: 'index.html' })]);
  return async (ctx, next) => {
    const page = PAGES[routePath(ctx.path)];
    const place = placeOf(ctx, page);
    if (place !== undefined) {
      ctx.redirect(place + ctx.search);
      return;
    }
    ctx.path = page ?? ctx.path;
    // Whether it needs a login was decided on the path as it is written.
    if (!isPlain(ctx.path)) throw notFound(`page ${ctx.path}`);
    ctx.set('Cache-Control', REVALIDATED);
    ctx.vary('Accept-Encoding');
    await files(ctx, next);
    if (ctx.path.startsWith(HASHED) && ctx.status < 400) ctx.set('Cache-Control', FOR_EVER);
  };
}
