/**
 * Who was let in by a link. The link's token is exchanged for a cookie, and is nowhere from then on: neither in the
 * address that the browser shows, nor in a log. The cookie goes to the monitor and what it reads, counts for nothing
 * anywhere else, and ends with the link.
 */
import type { ParameterizedContext } from 'koa';
import type { TokenRow } from '../../store/access/rows';
import { isoTime } from '../../store/db/time';
import { type Principal, tokenPrincipal } from '../access/principal';
import type { AppDeps, RequestState } from '../context';
import { routePath } from '../middleware/paths';
import { MONITOR_PAGE, MONITOR_PLACES, MONITOR_READS } from './places';

type Deps = Pick<AppDeps, 'config' | 'store'>;
type Ctx = ParameterizedContext<RequestState>;

/** A path names a cookie's place whole: one for the page, and one for what the page reads. */
const COOKIE_PATHS = [MONITOR_PAGE, MONITOR_READS];
/** Browsers keep none for longer. */
const LONGEST_MS = 400 * 86_400_000;
/** Of the token's hash: of another record the same number may be another link. */
const HINT_CHARS = 16;
const VALUE = new RegExp(`^(\\d{1,15})\\.([0-9a-f]{${HINT_CHARS}})$`);

/** @param cookie that of logins: this one's name is made of it */
export function visitors({ config, store }: Deps, cookie: string) {
  const name = `${cookie}.monitor`;
  const { tokens } = store.access;

  const rowOf = (ctx: Ctx): TokenRow | undefined => {
    const [, id, hint] = VALUE.exec(ctx.cookies.get(name, { signed: true }) ?? '') ?? [];
    return id === undefined || hint === undefined ? undefined : tokens.linkOf(Number(id), hint);
  };
  const principalOf = (ctx: Ctx): Principal | undefined => {
    const row = rowOf(ctx);
    return row && tokenPrincipal(row);
  };

  return {
    /** Gives the browser the cookie of that link. */
    letIn(ctx: Ctx, row: TokenRow): void {
      const endMs = Date.parse(isoTime(row.expires_at) ?? '') || Infinity;
      const maxAge = Math.min(endMs - Date.now(), LONGEST_MS);
      for (const path of COOKIE_PATHS)
        ctx.cookies.set(name, `${row.id}.${row.token_hash.slice(0, HINT_CHARS)}`, {
          ...{ path, maxAge, httpOnly: true, sameSite: 'lax', signed: true, secure: config.cookieSecure },
        });
    },
    /** Who asks, where a link lets them: nobody anywhere else. Streams end with the link. */
    visitor(ctx: Ctx): Principal | undefined {
      if (!MONITOR_PLACES.includes(routePath(ctx.path))) return undefined;
      const principal = principalOf(ctx);
      if (principal) {
        ctx.state.principalNow = () => principalOf(ctx);
        ctx.state.loginStands = () => rowOf(ctx) !== undefined;
      }
      return principal;
    },
  };
}
