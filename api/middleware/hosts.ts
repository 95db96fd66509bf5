/**
 * Keeps other web sites out: the Host must be a name of this machine (a rebound DNS name isn't), and a state change
 * that a browser sends must come from our own pages.
 */
import { hostname, networkInterfaces } from 'node:os';
import { isIP } from 'node:net';
import type { Middleware, ParameterizedContext } from 'koa';
import { type Config, isLoopback } from '../../config';
import { DEFAULT_PASSWORD } from '../../config/settings';
import type { RequestState } from '../context';
import { HttpError } from '../http/errors';

const UNTIL_OWN_PASSWORD =
  'While the default password stands it can be used as localhost on its own machine only: set ARCHITECT_PASSWORD to a password of your own and restart. ';
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** An address of ours can't be rebound; interfaces come and go, so they are read anew. */
function isOwnAddress(name: string): boolean {
  return (
    isIP(name) !== 0 &&
    Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === name))
  );
}

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

export function ownHostsOnly(
  config: Pick<Config, 'host' | 'allowedHosts' | 'password'>,
): Middleware<RequestState> {
  const { host, allowedHosts } = config;
  // Whoever forwards a port to this machine is let in by the default password: only the machine's own name for itself counts.
  const narrow = config.password === DEFAULT_PASSWORD;
  const names = [...LOOPBACK, ...(narrow ? [] : [hostname(), host, ...allowedHosts])];
  if (isLoopback(host)) names.push(host);
  const allowed = new Set(names.map((name) => name.toLowerCase()));
  const nameOf = (authority: string): string | undefined => {
    // What a URL would take for a user, a path or a query is no name.
    if (/[@/\\?#\s]/.test(authority)) return undefined;
    try {
      return new URL(`http://${authority}`).hostname.replace(/^\[|\]$/g, '').toLowerCase();
    } catch {
      return undefined;
    }
  };
  /** Whether this server may be called so: lower case, without port. */
  const isOwnName = (name: string): boolean => allowed.has(name) || (!narrow && isOwnAddress(name));
  // Most requests come under the same name as the one before.
  let lastAllowed: string | undefined;
  const isOwnHost = (authority: string): boolean => {
    if (authority === lastAllowed) return true;
    const name = nameOf(authority);
    if (name === undefined || !isOwnName(name)) return false;
    // The address of an interface may be another's tomorrow.
    if (allowed.has(name)) lastAllowed = authority;
    return true;
  };
  return async (ctx, next) => {
    const { host: called } = ctx.state.way;
    if (!isOwnHost(called)) {
      throw new HttpError(
        403,
        'forbidden_host',
        `This server isn't known as '${called.slice(0, 100)}'. ${narrow ? UNTIL_OWN_PASSWORD : ''}Where a proxy or a DNS name leads here, add the name to ARCHITECT_ALLOWED_HOSTS.`,
      );
    }
    if (!SAFE_METHODS.includes(ctx.method)) requireOwnOrigin(ctx.get('Origin'), ctx, isOwnName);
    await next();
  };

  function requireOwnOrigin(
    origin: string,
    ctx: Parameters<Middleware<RequestState>>[0],
    own: (name: string) => boolean,
  ): void {
    if (origin !== '') {
      const authority = URL.canParse(origin) ? new URL(origin).host : '';
      const name = nameOf(authority);
      // The port counts too: another program on this machine is another site.
      if (name !== undefined && own(name) && authority.toLowerCase() === ctx.state.way.host.toLowerCase())
        return;
    } else if (!isBrowser(ctx)) {
      return;
    }
    throw new HttpError(
      403,
      'forbidden_origin',
      'This change was asked for by another web site, so it was not made.',
    );
  }
}

/** Browsers send Origin with every state change; one that comes without is none of our pages. */
function isBrowser(ctx: Pick<ParameterizedContext, 'get'>): boolean {
  const site = ctx.get('Sec-Fetch-Site');
  return (
    (site !== '' && site !== 'none') || (ctx.get('Cookie') !== '' && /mozilla/i.test(ctx.get('User-Agent')))
  );
}
