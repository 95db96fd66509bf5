/** Hosts: what people see and change of them, and what they ask themselves. */
import { conflict, HttpError, notFound } from '../http/errors';
import { isoTime } from '../../store/db/time';
import { reply, routes } from '../http/route';
import { addressOf } from '../http/way';
import type { Context } from '../context';
import type { HostRow } from '../../store/hosts';
import { hostOperations, joinedHostOperations } from './operations';

const commandOf = (url: string, token: string): string => `architect host join ${url} --token ${token}`;

export const hostRoutes = routes(hostOperations)(({ store, config, hosts, log }) => {
  const { hosts: rows } = store;
  const answer = (ctx: Context, name: string, token: string) => ({
    ...{ name, token },
    command: commandOf(addressOf(ctx.state.way), token),
  });

  return {
    list: () => ({ items: hosts.list() }),

    create({ body: { name }, actor, ctx }) {
      if (name === config.hostName)
        throw conflict(`'${name}' is the name of the machine of this server: choose another.`);
      const token = rows.create(name, actor);
      if (token === undefined)
        throw conflict(
          `There is a host '${name}' already. Another token for it: architect host token ${name}`,
        );
      log.info({ host: name, by: actor }, 'a host may join');
      return answer(ctx, name, token);
    },

    renewToken({ params: { name }, actor, ctx }) {
      const token = rows.renewToken(name);
      if (token === undefined) throw notFound(`host '${name}'`);
      hosts.close(name);
      log.info({ host: name, by: actor }, 'the token of a host was renewed');
      return answer(ctx, name, token);
    },

    async remove({ params: { name }, actor }) {
      const prompts = await hosts.remove(name);
      if (prompts === undefined) throw notFound(`host '${name}'`);
      log.info({ host: name, by: actor, prompts }, 'a host was removed');
      if (prompts === 0) return reply(204, undefined);
      const which = prompts === 1 ? '1 prompt' : `${prompts} prompts`;
      const message = `Host '${name}' is removed. Of its sessions ${which} can be taken back only when the workflow engine answers; that is tried again by itself, at least every 30 seconds.`;
      return reply(202, { name, prompts, message });
    },
  };
});

export const joinedHostRoutes = routes(joinedHostOperations)(({ hosts }) => ({
  join({ body, ctx }) {
    const row = joined(ctx);
    if (body.name != null && body.name !== row.name)
      throw conflict(`The token is that of host '${row.name}', not of '${body.name}'.`);
    return hosts.join(row, { runId: body.run_id, version: body.version });
  },
  beat({ body, ctx }) {
    hosts.beat(joined(ctx), {
      memoryFreeMib: body.memory_free_mib,
      memoryTotalMib: body.memory_total_mib,
      load: body.load,
      cpus: body.cpus,
    });
    const nowMs = Date.now();
    return { now_ms: nowMs, at: isoTime(new Date(nowMs).toISOString()) };
  },
  calls: async ({ body, ctx }) => ({ results: await hosts.calls(joined(ctx), body.calls) }),
  leave({ ctx }) {
    hosts.leave(joined(ctx));
    return undefined;
  },
}));

function joined(ctx: Context): HostRow {
  const { joined: row } = ctx.state;
  // The middleware has refused who has no token.
  if (!row) throw new HttpError(401, 'host_token', 'This needs the token of a host.');
  return row;
}
