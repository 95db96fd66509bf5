/**
 * How a request came here: straight, or through proxies that are trusted to say who asked them, by which name, and under
 * which path. What anybody else says of that counts for nothing.
 */
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { BASE_PATH, isAddress, isWithin, type ProxyConfig } from '../../config/proxy-settings';

export interface Way {
  /** Who asks: the address of the client, not that of a proxy. */
  readonly address: string;
  /** The name that the client called, with its port: as in `Host`. */
  readonly host: string;
  readonly isSecure: boolean;
  /** Path under which the client has us; no slash at the end, empty: none. */
  readonly prefix: string;
  /** A trusted proxy passed it on. */
  readonly isProxied: boolean;
}

/** Where the client has us; no slash at the end. */
export const addressOf = ({ isSecure, host, prefix }: Way): string =>
  `${isSecure ? 'https' : 'http'}://${host}${prefix}`;

const SAID = ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-prefix'];

const wordsOf = (header: string | string[] | undefined): string[] =>
  [header ?? '']
    .flat()
    .join(',')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** Of several proxies each adds what it got from the one before: the last word is the one nearest to us. */
export function wayOf(
  { headers, socket, url = '/' }: Pick<IncomingMessage, 'headers' | 'socket' | 'url'>,
  { basePath, trustedProxies }: ProxyConfig,
): Way {
  const peer = plain(socket.remoteAddress ?? '');
  // A person on the machine of the proxy comes from the same address, and says nothing of a way.
  const isProxied = SAID.some((name) => headers[name] !== undefined) && isWithin(peer, trustedProxies);
  const direct: Way = {
    address: peer,
    host: headers.host ?? '',
    isSecure: (socket as Partial<TLSSocket>).encrypted === true,
    prefix: isUnder(url, basePath) ? basePath : '',
    isProxied,
  };
  if (!isProxied) return direct;
  const last = (name: string): string | undefined => wordsOf(headers[name]).at(-1);
  const named = last('x-forwarded-prefix')?.replace(/\/$/, '') ?? '';
  const proto = last('x-forwarded-proto')?.toLowerCase();
  return {
    address: clientOf(peer, wordsOf(headers['x-forwarded-for']), trustedProxies),
    host: last('x-forwarded-host') ?? direct.host,
    isSecure: proto === undefined ? direct.isSecure : proto === 'https',
    // A proxy that names none takes off the path that is set, or leaves it.
    prefix: BASE_PATH.test(named) ? named : basePath,
    isProxied,
  };
}

/** From the nearest on: the first that is no proxy of ours. What a client made up stands before it. */
function clientOf(peer: string, chain: readonly string[], trusted: ProxyConfig['trustedProxies']): string {
  let client = peer;
  for (const word of [...chain].reverse()) {
    const address = plain(word.replace(/^\[([^\]]+)\](?::\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1'));
    if (!isAddress(address)) break;
    client = address;
    if (!isWithin(address, trusted)) break;
  }
  return client;
}

const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');
const isUnder = (url: string, prefix: string): boolean =>
  prefix !== '' && (url === prefix || url.startsWith(`${prefix}/`) || url.startsWith(`${prefix}?`));

/** The path as our routes have it, of one that a proxy passed on with or without the prefix. */
export function withoutPrefix(url: string, prefix: string): string {
  if (!isUnder(url, prefix)) return url;
  const rest = url.slice(prefix.length);
  return rest.startsWith('/') ? rest : `/${rest}`;
}
