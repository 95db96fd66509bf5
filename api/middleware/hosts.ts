/**
 * Keeps other web sites out: the Host must be a name of this machine (a rebound DNS name isn't), and a state change
 * that a browser sends must come from our own pages.
 */
import type { Middleware } from 'koa';
import type { Config } from '../../config';
import type { RequestState } from '../context';
import { ownNames } from '../http/own-names';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

export function ownHostsOnly(
  config: Pick<Config, 'host' | 'allowedHosts' | 'password'>,
): Middleware<RequestState> {
  const names = ownNames(config);
  return async (ctx, next) => {
    const { host } = ctx.state.way;
    names.requireHost(host);
    if (!SAFE_METHODS.includes(ctx.method)) names.requireOrigin(ctx.req.headers, host);
    await next();
  };
}
