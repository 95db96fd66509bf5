/** The rules of automatic confirmation. Built-in ones can be switched off, and a person's rule put before them. */
import type { PatternRow } from '../../store/confirmations/rows';
import type { RuleDraft } from '../../workflows/contracts/policy';
import { HttpError, conflict, notFound } from '../http/errors';
import { routes } from '../http/route';
import { withoutUndefined } from '../http/without-undefined';
import { ruleOperations } from './operations';
import { previewRule } from './rule-preview';
import { ruleView } from './views';

/** Dialogs whose requests are told apart. */
const RECENT = 400;

export const ruleRoutes = routes(ruleOperations)(({
  store: { confirmRules, confirmations: dialogs, audit },
  policy,
  confirmations,
}) => {
  const requireRule = (id: number): PatternRow => {
    const row = confirmRules.get(id);
    if (!row) throw notFound(`rule ${id}`);
    return row;
  };
  const valid = (draft: RuleDraft): RuleDraft => {
    const faults = policy.validateRule(draft);
    if (faults.length === 0) return draft;
    const message = faults.map((fault) => `${fault.field}: ${fault.message}`).join('; ');
    throw new HttpError(400, 'invalid_request', message, [...faults]);
  };

  const note = (actor: string, action: string, id: number, before?: PatternRow, after?: PatternRow): void =>
    audit.note({
      ...{ actor, action, entity: 'rule', id },
      before: before && { ...draftOf(before) },
      after: after && { ...draftOf(after) },
    });

  return {
    list({ query: { limit, offset } }) {
      const page = confirmRules.list(limit, offset);
      return { ...page, items: page.items.map(ruleView) };
    },

    preview({ body: { position = confirmRules.defaultPosition(), ...rest } }) {
      const rule = valid({ ...rest, position });
      const { items } = dialogs.list({ kind: 'permission' }, RECENT, 0);
      return previewRule({ rule, kept: confirmRules.rules() }, items, policy);
    },

    get: ({ params: { id } }) => ruleView(requireRule(id)),

    create({ body: { position = confirmRules.defaultPosition(), ...rest }, actor }) {
      const id = confirmRules.insert(valid({ ...rest, position }));
      note(actor, 'create', id, undefined, requireRule(id));
      confirmations.reconsider();
      return ruleView(requireRule(id));
    },

    change({ params: { id }, body, actor }) {
      const before = requireRule(id);
      const { enabled, ...fixed } = draftOf(before);
      const after = { ...fixed, enabled, ...withoutUndefined(body) };
      if (requireRule(id).builtin_id !== null && differs(fixed, after)) {
        throw conflict(
          `Rule ${id} is built in and can't be changed: switch it off, or add a rule of your own before it ` +
            `(position below ${fixed.position}).`,
        );
      }
      confirmRules.update(id, valid(after));
      note(actor, 'update', id, before, requireRule(id));
      confirmations.reconsider();
      return ruleView(requireRule(id));
    },

    remove({ params, actor }) {
      const row = requireRule(params.id);
      const { id } = row;
      if (!confirmRules.remove(id)) {
        throw conflict(`Rule ${id} is built in and can't be removed: switch it off instead.`);
      }
      note(actor, 'delete', id, row);
      confirmations.reconsider();
      return undefined;
    },
  };
});

function draftOf({ position, agent, tool, kind, pattern, verdict, note, enabled }: PatternRow): RuleDraft {
  return { position, agent, tool, kind, pattern, verdict, note, enabled: enabled === 1 };
}

function differs(before: Omit<RuleDraft, 'enabled'>, after: RuleDraft): boolean {
  return Object.entries(before).some(([name, value]) => after[name as keyof typeof before] !== value);
}
