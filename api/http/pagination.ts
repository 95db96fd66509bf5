/** Lists that are plain arrays: paging is told in headers. */
import type { ListQuery, Sort } from '../../store/work-items/list';
import type { Context } from '../context';

interface Listing {
  readonly q?: string | undefined;
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  readonly sort?: readonly Sort[] | undefined;
}

type Filter = string | number | readonly (string | number)[] | undefined;

/** A checked query as the store takes it: what is neither search, sorting nor paging is a column with its values. */
export function listQuery({
  q,
  limit,
  offset,
  sort,
  ...filters
}: Listing & Record<string, unknown>): ListQuery {
  const where = Object.entries(filters as Record<string, Filter>).flatMap(([column, value]) =>
    value === undefined ? [] : [[column, [value].flat()] as const],
  );
  return {
    where: Object.fromEntries(where),
    text: q,
    sort,
    // An offset alone is a page too: of all that is left.
    limit,
    offset,
  };
}

/** The headers of a list that is a plain array: how many there are in all, and, with a limit, where the other pages are. */
export function setPageHeaders(ctx: Context, total: number, { limit, offset = 0 }: Listing): void {
  ctx.set('X-Total-Count', String(total));
  if (limit === undefined) return;
  const last = Math.max(0, Math.ceil(total / limit) - 1) * limit;
  const pages: [string, number, boolean][] = [
    ['first', 0, true],
    ['prev', Math.max(0, offset - limit), offset > 0],
    ['next', offset + limit, offset + limit < total],
    ['last', last, true],
  ];
  const links = pages
    .filter(([, , exists]) => exists)
    .map(([rel, at]) => {
      const query = new URLSearchParams(ctx.querystring);
      query.set('limit', String(limit));
      query.set('offset', String(at));
      return `<${ctx.state.way.prefix}${ctx.path}?${query.toString()}>; rel="${rel}"`;
    });
  ctx.set('Link', links.join(', '));
}
