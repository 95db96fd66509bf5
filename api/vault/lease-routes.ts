/** Leases: a token that opens one secret once, for a session or a task. */
import { isoTime } from '../../store/db/time';
import { routes } from '../http/route';
import { mapVaultErrors } from './errors';
import { leaseOperations } from './operations';

export const leaseRoutes = routes(leaseOperations)(({ store: { vault } }) => ({
  grant({ params: { id }, body: { holder, ttl_seconds: ttlSeconds }, actor: by, ctx }) {
    const lease = mapVaultErrors(() => vault.grant(id, { holder, by, ttlSeconds }));
    ctx.set('Cache-Control', 'no-store');
    return { ...lease, created_at: isoTime(lease.created_at), expires_at: isoTime(lease.expires_at) };
  },

  redeem({ body: { token }, ctx }) {
    const { id, name, value, holder } = mapVaultErrors(() => vault.redeem(token));
    ctx.set('Cache-Control', 'no-store');
    return { id, name, value, holder };
  },
}));
