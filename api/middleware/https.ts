/** Where HTTPS is served, nothing is answered in the clear: readers are led there, others are told. */
import type { TLSSocket } from 'node:tls';
import type { Middleware } from 'koa';
import type { Config } from '../../config';
import type { RequestState } from '../context';
import { HttpError } from '../http/errors';

/** After the check of the host: it leads nowhere else. */
export function httpsOnly({ tls }: Pick<Config, 'tls'>): Middleware<RequestState> {
  return async (ctx, next) => {
    if (tls === undefined || (ctx.req.socket as Partial<TLSSocket>).encrypted === true) {
      await next();
      return;
    }
    const address = `https://${ctx.state.way.host}${ctx.state.way.prefix}${ctx.url}`;
    if (!['GET', 'HEAD'].includes(ctx.method))
      throw new HttpError(
        403,
        'https_required',
        `This server speaks HTTPS: ask https://${ctx.state.way.host}. What was sent came in the clear; change what was secret in it.`,
      );
    ctx.redirect(address);
    ctx.status = 308;
    ctx.body = `Moved to ${address}\n`;
  };
}
