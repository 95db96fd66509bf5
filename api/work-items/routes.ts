/** Projects, features and bugs: list, make, read, change and remove, the same way for each. */
import type Router from '@koa/router';
import type { z } from 'zod';
import type { List, ListQuery } from '../../store/work-items/list';
import type { Check } from '../../store/work-items/table';
import type { AppDeps, Context, RequestState } from '../context';
import { notFound } from '../http/errors';
import { answerTagged, etagOf, requireMatch } from '../http/etag';
import { answerList, listQuery } from '../http/pagination';
import {
  bugQuery,
  changeBug,
  changeFeature,
  changeProject,
  featureQuery,
  newBug,
  newFeature,
  newProject,
  projectQuery,
  removeProject,
} from './requests';
import { bugView, featureView, projectView } from './views';
import { parse, parseQuery } from '../http/validation';
import { actorOf, given, idParam } from '../http/parameters';

interface Repository<Row> {
  readonly noun: string;
  get(id: number): Row | undefined;
  list(query: ListQuery): List<Row>;
  insert(values: Partial<Row>, actor: string): Row;
  update(id: number, values: Partial<Row>, actor: string, check?: Check<Row>): Row | undefined;
}

interface Kind<Row> {
  readonly path: string;
  readonly table: Repository<Row>;
  readonly view: (row: Row) => object;
  /** What is told besides of a row, and isn't in it. */
  readonly besides?: (row: Row) => object;
  readonly schemas: { readonly query: z.ZodObject; readonly make: z.ZodType; readonly change: z.ZodType };
  /** What follows from a change. */
  readonly changed?: () => void;
  readonly remove: (ctx: Context, id: number, check: Check<Row>) => boolean;
}

export function recordRoutes(
  router: Router<RequestState>,
  { store, orchestrator }: Pick<AppDeps, 'store' | 'orchestrator'>,
): void {
  routesOf(router, {
    path: '/api/projects',
    table: store.projects,
    view: projectView,
    besides: (row) => ({ warning: store.work.warningOf(row) }),
    schemas: { query: projectQuery, make: newProject, change: changeProject },
    // Its work may wait for a session in the directory that it has now.
    changed: () => {
      if (orchestrator.isUp()) void orchestrator.announce(store.assign());
    },
    remove(ctx, id, check) {
      const { cascade } = parseQuery(removeProject, ctx.query);
      // `?cascade` alone means it too.
      const wanted = cascade === 'true' || (cascade === undefined && ctx.query['cascade'] === '');
      return store.projects.remove(id, actorOf(ctx), { cascade: wanted, check });
    },
  });
  routesOf(router, {
    path: '/api/features',
    table: store.features,
    view: featureView,
    schemas: { query: featureQuery, make: newFeature, change: changeFeature },
    remove: plainly(store.features),
  });
  routesOf(router, {
    path: '/api/bugs',
    table: store.bugs,
    view: bugView,
    schemas: { query: bugQuery, make: newBug, change: changeBug },
    remove: plainly(store.bugs),
  });
}

const plainly =
  <Row>(table: { remove(id: number, actor: string, check?: Check<Row>): boolean }): Kind<Row>['remove'] =>
  (ctx, id, check) =>
    table.remove(id, actorOf(ctx), check);

function routesOf<Row extends { readonly id: number }>(router: Router<RequestState>, kind: Kind<Row>): void {
  const { path, table, view, schemas, besides = () => ({}) } = kind;
  const { noun } = table;
  const there = (row: Row | undefined, id: number): Row => {
    if (!row) throw notFound(`${noun} ${id}`);
    return row;
  };
  const unchanged =
    (ctx: Context): Check<Row> =>
    (current) =>
      requireMatch(ctx, { ...view(current), ...besides(current) }, etagOf(view(current)));

  const answer = (ctx: Context, row: Row): void => answerTagged(ctx, view(row), besides(row));

  router.get(path, (ctx) => {
    const query = parseQuery(schemas.query, ctx.query);
    const { items, total } = table.list(listQuery(query));
    const shown = items.map((row) => ({ ...view(row), ...besides(row) }));
    answerList(ctx, shown, total, query);
  });

  router.post(path, (ctx) => {
    const row = table.insert(given(parse(schemas.make, ctx.request.body)) as Partial<Row>, actorOf(ctx));
    ctx.status = 201;
    ctx.set('Location', `${path}/${row.id}`);
    answer(ctx, row);
  });

  router.get(`${path}/:id`, (ctx) => {
    const id = idParam(ctx, noun);
    answer(ctx, there(table.get(id), id));
  });

  const change = (ctx: Context): void => {
    const id = idParam(ctx, noun);
    const values = given(parse(schemas.change, ctx.request.body)) as Partial<Row>;
    answer(ctx, there(table.update(id, values, actorOf(ctx), unchanged(ctx)), id));
    kind.changed?.();
  };
  // The original changes single fields with PUT: here both do.
  router.put(`${path}/:id`, change);
  router.patch(`${path}/:id`, change);

  router.delete(`${path}/:id`, (ctx) => {
    const id = idParam(ctx, noun);
    if (!kind.remove(ctx, id, unchanged(ctx))) throw notFound(`${noun} ${id}`);
    ctx.status = 204;
  });
}
