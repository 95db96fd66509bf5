import type { ParameterizedContext } from 'koa';

/** True where a person's browser asks for a page, not a program for data. */
export function wantsPage(ctx: Pick<ParameterizedContext, 'accepts' | 'path' | 'method'>): boolean {
  return !ctx.path.startsWith('/api/') && ctx.path !== '/health' && ctx.accepts('json', 'html') === 'html';
}
