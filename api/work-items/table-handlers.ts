/** Handlers of what is listed, made, read, changed and removed the same way: projects, features, bugs. */
import type { List, ListQuery } from '../../store/work-items/list';
import type { Check } from '../../store/work-items/table';
import type { Context } from '../context';
import { notFound } from '../http/errors';
import { etagOf, requireMatch, tagged } from '../http/etag';
import { listQuery, setPageHeaders } from '../http/pagination';
import { withoutUndefined } from '../http/without-undefined';

interface Repository<Row> {
  readonly noun: string;
  get(id: number): Row | undefined;
  list(query: ListQuery): List<Row>;
  insert(values: Partial<Row>, actor: string): Row;
  update(id: number, values: Partial<Row>, actor: string, check?: Check<Row>): Row | undefined;
}

interface Kind<Row, View, Besides> {
  readonly path: string;
  readonly table: Repository<Row>;
  readonly view: (row: Row) => View;
  /** What is told besides of a row, and isn't in it. */
  readonly besides: (row: Row) => Besides;
  /** What follows from a change. */
  readonly changed?: () => void;
  readonly remove: (id: number, request: Asked & { readonly check: Check<Row> }) => boolean;
}

interface Asked {
  readonly actor: string;
  readonly ctx: Context;
}
interface OfOne extends Asked {
  readonly params: { readonly id: number };
}

export function tableHandlers<
  Row extends { readonly id: number },
  View extends object,
  Besides extends object,
>({ path, table, view, besides, changed, remove }: Kind<Row, View, Besides>) {
  const { noun } = table;
  const there = (row: Row | undefined, id: number): Row => {
    if (!row) throw notFound(`${noun} ${id}`);
    return row;
  };
  const unchanged =
    (ctx: Context): Check<Row> =>
    (current) =>
      requireMatch(
        ctx,
        () => etagOf(view(current)),
        () => ({ ...view(current), ...besides(current) }),
      );
  const show = (ctx: Context, row: Row) => tagged(ctx, view(row), besides(row));

  const change = ({ params: { id }, body, actor, ctx }: OfOne & { readonly body: object }) => {
    const values = withoutUndefined(body) as Partial<Row>;
    const shown = show(ctx, there(table.update(id, values, actor, unchanged(ctx)), id));
    changed?.();
    return shown;
  };

  return {
    list({ query, ctx }: { readonly query: Parameters<typeof listQuery>[0]; readonly ctx: Context }) {
      const { items, total } = table.list(listQuery(query));
      setPageHeaders(ctx, total, query);
      return items.map((row) => ({ ...view(row), ...besides(row) }));
    },

    create({ body, actor, ctx }: Asked & { readonly body: object }) {
      const row = table.insert(withoutUndefined(body), actor);
      ctx.set('Location', `${path}/${row.id}`);
      return show(ctx, row);
    },

    get: ({ params: { id }, ctx }: OfOne) => show(ctx, there(table.get(id), id)),

    // The original changes single fields with PUT: here both do.
    put: change,
    patch: change,

    remove({ params: { id }, actor, ctx }: OfOne): undefined {
      if (!remove(id, { actor, ctx, check: unchanged(ctx) })) throw notFound(`${noun} ${id}`);
    },
  };
}
