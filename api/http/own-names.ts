/** The names of this server: under which it answers, and from which pages a browser may ask it for more than reading. */
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import type { IncomingHttpHeaders } from 'node:http';
import { type Config, isLoopback } from '../../config';
import { DEFAULT_PASSWORD } from '../../config/settings';
import { HttpError } from './errors';

const UNTIL_OWN_PASSWORD =
  'While the default password stands it can be used as localhost on its own machine only: set ARCHITECT_PASSWORD to a password of your own and restart. ';

/** An address of ours can't be rebound; interfaces come and go, so they are read anew. */
function isOwnAddress(name: string): boolean {
  return (
    isIP(name) !== 0 &&
    Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === name))
  );
}

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

export interface OwnNames {
  /** @throws HttpError 403 where this server isn't called so: a rebound DNS name isn't one of its own */
  requireHost(called: string): void;
  /**
   * @param called the name that the client called, with its port
   * @throws HttpError 403 where a page of another site asks, or a browser that doesn't say which page does
   */
  requireOrigin(headers: IncomingHttpHeaders, called: string): void;
}

export function ownNames(config: Pick<Config, 'host' | 'allowedHosts' | 'password'>): OwnNames {
  const { host, allowedHosts } = config;
  // Whoever forwards a port to this machine is let in by the default password: only the machine's own name for itself counts.
  const narrow = config.password === DEFAULT_PASSWORD;
  const names = [...LOOPBACK, ...(narrow ? [] : [hostname(), host, ...allowedHosts])];
  if (isLoopback(host)) names.push(host);
  const allowed = new Set(names.map((name) => name.toLowerCase()));
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
  return {
    requireHost(called) {
      if (isOwnHost(called)) return;
      throw new HttpError(
        403,
        'forbidden_host',
        `This server isn't known as '${called.slice(0, 100)}'. ${narrow ? UNTIL_OWN_PASSWORD : ''}Where a proxy or a DNS name leads here, add the name to ARCHITECT_ALLOWED_HOSTS.`,
      );
    },
    requireOrigin(headers, called) {
      const { origin = '' } = headers;
      if (origin === '') {
        if (!isBrowser(headers)) return;
      } else {
        const authority = URL.canParse(origin) ? new URL(origin).host : '';
        const name = nameOf(authority);
        // The port counts too: another program on this machine is another site.
        if (name !== undefined && isOwnName(name) && authority.toLowerCase() === called.toLowerCase()) return;
      }
      throw new HttpError(
        403,
        'forbidden_origin',
        'This change was asked for by another web site, so it was not made.',
      );
    },
  };
}

function nameOf(authority: string): string | undefined {
  // What a URL would take for a user, a path or a query is no name.
  if (/[@/\\?#\s]/.test(authority)) return undefined;
  try {
    return new URL(`http://${authority}`).hostname.replace(/^\[|\]$/g, '').toLowerCase();
  } catch {
    return undefined;
  }
}

/** Browsers send Origin with every state change and every WebSocket; one that comes without is none of our pages. */
function isBrowser(headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site'] ?? '';
  return (
    (site !== '' && site !== 'none') ||
    ((headers.cookie ?? '') !== '' && /mozilla/i.test(headers['user-agent'] ?? ''))
  );
}
