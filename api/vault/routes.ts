/** The vault: secrets without their values, a value for the one who asks for it, their log, the key. */
import type Router from '@koa/router';
import type { z } from 'zod';
import type { SecretInfo } from '../../store/vault';
import { isoTime } from '../../store/db/time';
import type { secret } from './responses';
import type { AppDeps, Context, RequestState } from '../context';
import { requireMatch } from '../http/etag';
import { paging } from '../http/fields';
import { parse, parseQuery } from '../http/validation';
import { accessQuery, changeSecret, newSecret, rotateKey, secretQuery } from './requests';
import { asking } from './errors';
import { actorOf, idParam } from '../http/parameters';

export function secretRoutes(router: Router<RequestState>, { store, log }: AppDeps): void {
  const { vault } = store;

  router.get('/api/secrets', (ctx) => {
    const { due, ...filter } = parseQuery(secretQuery, ctx.query);
    ctx.body = vault.list({ ...filter, ...(due !== undefined && { due: due === 'true' }) }).map(secretView);
  });

  // Before the secrets themselves, whose path would take it for a number.
  router.get('/api/secrets/access', (ctx) => {
    const { name, limit, offset } = parseQuery(accessQuery, ctx.query);
    ctx.body = accessView(vault.access(name === undefined ? {} : { name }, limit, offset));
  });

  router.get('/api/secrets/:id', (ctx) => {
    const { value, ...info } = asking(() => vault.reveal(idParam(ctx, 'secret'), 'viewed', actorOf(ctx)));
    ctx.set('Cache-Control', 'no-store');
    answer(ctx, info, { value });
  });

  router.post('/api/secrets', (ctx) => {
    const wanted = parse(newSecret, ctx.request.body);
    ctx.status = 201;
    answer(
      ctx,
      asking(() => vault.create(wanted, actorOf(ctx))),
    );
  });

  const change = (ctx: Context): void => {
    const id = idParam(ctx, 'secret');
    const { overwrite, ...changes } = parse(changeSecret, ctx.request.body);
    const options = { overwrite, check: unchanged(ctx) };
    answer(
      ctx,
      asking(() => vault.update(id, given(changes, ctx.request.body), actorOf(ctx), options)),
    );
  };
  router.put('/api/secrets/:id', change);
  router.patch('/api/secrets/:id', change);

  router.delete('/api/secrets/:id', (ctx) => {
    asking(() => vault.remove(idParam(ctx, 'secret'), actorOf(ctx), unchanged(ctx)));
    ctx.status = 204;
  });

  router.get('/api/secrets/:id/access', (ctx) => {
    const { limit, offset } = parseQuery(paging, ctx.query);
    const { id } = asking(() => vault.get(idParam(ctx, 'secret')));
    ctx.body = accessView(vault.access({ id }, limit, offset));
  });

  router.post('/api/secrets/rotate-key', (ctx) => {
    const { leave_unreadable, forget_former } = parse(rotateKey, ctx.request.body);
    const by = actorOf(ctx);
    const rotation = asking(() =>
      vault.rotate({ by, leaveUnreadable: leave_unreadable, forgetFormer: forget_former }),
    );
    log.info({ by, keyId: rotation.key_id, resealed: rotation.resealed }, "the vault's key was changed");
    ctx.body = rotation;
  });
}

const accessView = ({ items, ...page }: ReturnType<AppDeps['store']['vault']['access']>) => ({
  ...page,
  items: items.map((item) => ({ ...item, at: isoTime(item.at) })),
});

const tagOf = ({ revision }: SecretInfo): string => `"${revision}"`;

/** The tag tells of changes only: that somebody viewed the secret doesn't stand in the way of an edit. */
function answer(ctx: Context, info: SecretInfo, more: object = {}): void {
  ctx.set('ETag', tagOf(info));
  ctx.body = { ...secretView(info), ...more };
}

const unchanged =
  (ctx: Context) =>
  (current: SecretInfo): void =>
    requireMatch(ctx, secretView(current), tagOf(current));

export function secretView(info: SecretInfo): z.output<typeof secret> {
  return {
    ...info,
    created_at: isoTime(info.created_at),
    updated_at: isoTime(info.updated_at),
    last_accessed: isoTime(info.last_accessed),
    expires_at: isoTime(info.expires_at),
    rotated_at: isoTime(info.rotated_at),
  };
}

/** The parsed fields that the request has: zod fills in null for those it leaves out. */
function given<T extends object>(parsed: T, body: unknown): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const names = new Set(Object.keys(body as object));
  return Object.fromEntries(Object.entries(parsed).filter(([name]) => names.has(name))) as never;
}
