import type { ParameterizedContext } from 'koa';

/** The one page among the paths of the API. */
const DOCS_PAGE = '/api/docs';

/** True where a person's browser asks for a page, not a program for data. */
export function wantsPage(ctx: Pick<ParameterizedContext, 'accepts' | 'path' | 'method'>): boolean {
  const mayBePage = (!ctx.path.startsWith('/api/') && ctx.path !== '/health') || ctx.path === DOCS_PAGE;
  return mayBePage && ctx.accepts('json', 'html') === 'html';
}
