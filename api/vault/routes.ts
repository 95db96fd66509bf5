/** The vault: secrets without their values, a value for the one who asks for it, their log, the key. */
import type { z } from 'zod';
import type { SecretInfo } from '../../store/vault';
import type { Context } from '../context';
import { requireMatch } from '../http/etag';
import { routes } from '../http/route';
import { mapVaultErrors } from './errors';
import { secretOperations } from './operations';
import type { changeSecret } from './requests';
import { accessView, secretView } from './views';

export const secretRoutes = routes(secretOperations)(({ store: { vault }, log }) => {
  const change = ({ params: { id }, body: { overwrite, ...fields }, actor, ctx }: Change) => {
    const changes = onlySent(fields, ctx.request.body);
    const options = { overwrite, check: unchanged(ctx) };
    return taggedView(
      ctx,
      mapVaultErrors(() => vault.update(id, changes, actor, options)),
    );
  };

  return {
    list: ({ query: { due, ...filter } }) =>
      vault.list({ ...filter, ...(due !== undefined && { due: due === 'true' }) }).map(secretView),

    access: ({ query: { name, limit, offset } }) =>
      accessView(vault.access(name === undefined ? {} : { name }, limit, offset)),

    reveal({ params: { id }, actor, ctx }) {
      const { value, ...info } = mapVaultErrors(() => vault.reveal(id, 'viewed', actor));
      ctx.set('Cache-Control', 'no-store');
      return { ...taggedView(ctx, info), value };
    },

    create: ({ body, actor, ctx }) =>
      taggedView(
        ctx,
        mapVaultErrors(() => vault.create(body, actor)),
      ),

    put: change,
    patch: change,

    remove({ params: { id }, actor, ctx }) {
      mapVaultErrors(() => vault.remove(id, actor, unchanged(ctx)));
      return undefined;
    },

    accessOf({ params, query: { limit, offset } }) {
      const { id } = mapVaultErrors(() => vault.get(params.id));
      return accessView(vault.access({ id }, limit, offset));
    },

    rotateKey({ body: { leave_unreadable: leaveUnreadable, forget_former: forgetFormer }, actor: by }) {
      const rotation = mapVaultErrors(() => vault.rotate({ by, leaveUnreadable, forgetFormer }));
      log.info({ by, keyId: rotation.key_id, resealed: rotation.resealed }, "the vault's key was changed");
      return rotation;
    },
  };
});

interface Change {
  readonly params: { readonly id: number };
  readonly body: z.output<typeof changeSecret>;
  readonly actor: string;
  readonly ctx: Context;
}

const tagOf = ({ revision }: SecretInfo): string => `"${revision}"`;

/** The tag tells of changes only: that somebody viewed the secret doesn't stand in the way of an edit. */
function taggedView(ctx: Context, info: SecretInfo): ReturnType<typeof secretView> {
  ctx.set('ETag', tagOf(info));
  return secretView(info);
}

const unchanged =
  (ctx: Context) =>
  (current: SecretInfo): void =>
    requireMatch(
      ctx,
      () => tagOf(current),
      () => secretView(current),
    );

/** The parsed fields that the request has: zod fills in null for those it leaves out. */
function onlySent<T extends object>(parsed: T, body: unknown): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const names = new Set(Object.keys(body as object));
  return Object.fromEntries(Object.entries(parsed).filter(([name]) => names.has(name))) as never;
}
