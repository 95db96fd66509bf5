/** Leases: a token that opens one secret once, for a session or a task. */
import type Router from '@koa/router';
import { isoTime } from '../../store/db/time';
import type { AppDeps, RequestState } from '../context';
import { parse } from '../http/validation';
import { newLease, redeemLease } from './requests';
import { asking } from './errors';
import { actorOf, idParam } from '../http/parameters';

export function secretLeaseRoutes(router: Router<RequestState>, { store: { vault } }: AppDeps): void {
  router.post('/api/secrets/:id/leases', (ctx) => {
    const { holder, ttl_seconds: ttlSeconds } = parse(newLease, ctx.request.body);
    const by = actorOf(ctx);
    const lease = asking(() => vault.grant(idParam(ctx, 'secret'), { holder, by, ttlSeconds }));
    ctx.set('Cache-Control', 'no-store');
    ctx.status = 201;
    ctx.body = { ...lease, created_at: isoTime(lease.created_at), expires_at: isoTime(lease.expires_at) };
  });

  router.post('/api/secrets/leases/redeem', (ctx) => {
    const { token } = parse(redeemLease, ctx.request.body);
    const { id, name, value, holder } = asking(() => vault.redeem(token));
    ctx.set('Cache-Control', 'no-store');
    ctx.body = { id, name, value, holder };
  });
}
