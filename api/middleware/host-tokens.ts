/** What joined hosts ask is opened by their own tokens, and by nothing else; a token of a host opens nothing else. */
import type { Middleware } from 'koa';
import type { IncomingHttpHeaders } from 'node:http';
import type { Store } from '../../store';
import type { HostRow } from '../../store/hosts';
import { HOST_HEADERS, HOST_PROTOCOL } from '../../workflows/contracts/hosts';
import type { RequestState } from '../context';
import type { HostRegistry } from '../hosts/registry';
import { HttpError } from '../http/errors';
import { routePath } from './paths';

const JOIN = '/api/host/join';

/** Of a body before the token was looked at nothing is read. */
export const isHostPath = (path: string): boolean => routePath(path).startsWith('/api/host/');

export function hostTokens({
  store,
  hosts,
}: {
  readonly store: Pick<Store, 'hosts'>;
  readonly hosts: Pick<HostRegistry, 'heard'>;
}): Middleware<RequestState> {
  return async (ctx, next) => {
    if (isHostPath(ctx.path)) {
      const joins = routePath(ctx.path) === JOIN;
      const row = joinedHost(store, ctx.req.headers, joins);
      ctx.state.joined = row;
      // A connection of a proxy brings the requests of others after this one.
      if (!joins) ctx.res.once('close', hosts.heard(row, ctx.req.socket));
    }
    await next();
  };
}

/**
 * The host that asks.
 * @param joins it isn't known yet as which process
 * @throws HttpError where the token is none, or a newer process has joined, or it is too old or too new
 */
export function joinedHost(
  { hosts }: Pick<Store, 'hosts'>,
  headers: IncomingHttpHeaders,
  joins = false,
): HostRow {
  const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
  const host = token === undefined ? undefined : hosts.byToken(token);
  if (!host)
    throw new HttpError(
      401,
      'host_token',
      'This is no token of a host here: it was renewed, its host was removed, or it is one of another dashboard. Make one: architect host token NAME',
    );
  refuseProtocol(headers[HOST_HEADERS.protocol]);
  if (!joins && headers[HOST_HEADERS.run] !== host.run_id)
    throw new HttpError(
      409,
      'host_replaced',
      `Another process has joined as host '${host.name}' since: a host joins once.`,
    );
  return host;
}

function refuseProtocol(given: string | string[] | undefined): void {
  const protocol = Number(given);
  if (Math.abs(protocol - HOST_PROTOCOL) <= 1) return;
  const older = protocol < HOST_PROTOCOL ? 'the host' : 'the hub';
  throw new HttpError(
    409,
    'host_protocol',
    `Hub and host don't understand each other: the hub speaks protocol ${HOST_PROTOCOL}, the host ${Number.isNaN(protocol) ? 'none that is known' : protocol}; they may differ by one. Bring ${older} up to date.`,
  );
}
