/** The rules of automatic confirmation. Built-in ones can be switched off, and a person's rule put before them. */
import type Router from '@koa/router';
import type { PatternRow } from '../../store/confirmations/rows';
import type { RuleDraft } from '../../workflows/contracts/policy';
import { changeRule, newRule } from './requests';
import { confirmService } from './service';
import { ruleView } from './views';
import type { AppDeps, Context, RequestState } from '../context';
import { ApiError, conflict, notFound } from '../http/errors';
import { paging } from '../http/fields';
import { parse, parseQuery } from '../http/validation';
import { idParam } from '../http/parameters';

export function confirmRuleRoutes(router: Router<RequestState>, deps: AppDeps): void {
  const { confirmRules } = deps.store;
  const service = confirmService(deps);
  const get = (id: number): PatternRow => {
    const row = confirmRules.get(id);
    if (!row) throw notFound(`rule ${id}`);
    return row;
  };
  const must = (ctx: Pick<Context, 'params'>): PatternRow => get(idParam(ctx, 'rule'));
  const valid = (draft: RuleDraft): RuleDraft => {
    const faults = deps.policy.validateRule(draft);
    if (faults.length === 0) return draft;
    const message = faults.map((fault) => `${fault.field}: ${fault.message}`).join('; ');
    throw new ApiError(400, 'invalid_request', message, [...faults]);
  };

  router.get('/api/confirm/rules', (ctx) => {
    const { limit, offset } = parseQuery(paging, ctx.query);
    const page = confirmRules.list(limit, offset);
    ctx.body = { ...page, items: page.items.map(ruleView) };
  });

  router.get('/api/confirm/rules/:id', (ctx) => {
    ctx.body = ruleView(must(ctx));
  });

  router.post('/api/confirm/rules', (ctx) => {
    const { position = confirmRules.defaultPosition(), ...rest } = parse(newRule, ctx.request.body);
    const id = confirmRules.insert(valid({ ...rest, position }));
    service.reconsider();
    ctx.status = 201;
    ctx.body = ruleView(get(id));
  });

  router.put('/api/confirm/rules/:id', (ctx) => {
    const row = must(ctx);
    const wanted = parse(changeRule, ctx.request.body);
    const { position, agent, tool, kind, pattern, verdict, note } = row;
    const before = { position, agent, tool, kind, pattern, verdict, note, enabled: row.enabled === 1 };
    const after = { ...before, ...given(wanted) };
    const { enabled: _, ...fixed } = before;
    const changes = Object.entries(fixed).some(
      ([name, value]) => after[name as keyof typeof fixed] !== value,
    );
    if (row.builtin_id !== null && changes) {
      throw conflict(
        `Rule ${row.id} is built in and can't be changed: switch it off, or add a rule of your own before it ` +
          `(position below ${position}).`,
      );
    }
    confirmRules.update(row.id, valid(after));
    service.reconsider();
    ctx.body = ruleView(get(row.id));
  });

  router.delete('/api/confirm/rules/:id', (ctx) => {
    const { id } = must(ctx);
    if (!confirmRules.remove(id)) {
      throw conflict(`Rule ${id} is built in and can't be removed: switch it off instead.`);
    }
    service.reconsider();
    ctx.status = 204;
  });
}

type Given<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
}
