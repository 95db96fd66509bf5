/** The switch and the times of automatic confirmation, trying the policy, and the trusted directories. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import { invalid, notFound } from '../http/errors';
import { routes } from '../http/route';
import { withoutUndefined } from '../http/without-undefined';
import { confirmSettingOperations } from './operations';
import { confirmView, ruleView, trustedView } from './views';

const DONE = { allow: 'approve', ask: 'ask', deny: 'deny' } as const;

export const confirmSettingRoutes = routes(confirmSettingOperations)(({ store, policy, confirmations }) => {
  const { audit } = store;
  const workingDirOf = (session: string): string => {
    const row = store.sessions.get(session);
    if (!row) throw notFound(`session '${session}'`);
    if (row.working_dir === null) throw invalid('session', 'its working directory is not known yet');
    return row.working_dir;
  };

  return {
    get: () => confirmView(store),

    change({ body: { enabled, delay_ms, ...rest }, actor }) {
      const before = { ...store.confirmSettings.get() };
      store.confirmSettings.change({
        ...withoutUndefined(rest),
        ...(enabled !== undefined && { enabled: Number(enabled) }),
        ...(delay_ms && { delay_min_ms: delay_ms[0], delay_max_ms: delay_ms[1] }),
      });
      const after = { ...store.confirmSettings.get() };
      audit.note({ actor, action: 'update', entity: 'auto-confirm', id: 'settings', before, after });
      confirmations.reconsider();
      return confirmView(store);
    },

    test({ body: { agent, tool, command, path, session, working_dir } }) {
      const workingDir = session == null ? (working_dir as string) : workingDirOf(session);
      const { verdict, ruleId, reason, evidence } = policy.decide(
        {
          ...{ agent, tool, workingDir, home: policy.home, own: policy.own },
          ...(command != null && { command }),
          ...(path != null && { path }),
        },
        store.confirmRules.rules(),
      );
      const row = typeof ruleId === 'number' ? store.confirmRules.get(ruleId) : undefined;
      const rule = row ? ruleView(row) : { id: ruleId };
      return { verdict, rule, reason, evidence, answered: DONE[verdict] };
    },

    trusted() {
      const items = store.confirmRules.trusted().map(trustedView);
      return { items, total: items.length };
    },

    trust({ body: { path }, actor }) {
      if (!existsSync(path) || !statSync(path).isDirectory())
        throw invalid('path', `there is no directory ${path}`);
      // Kept as the place it leads to: a link could be turned elsewhere later.
      const row = store.confirmRules.trust(realpathSync(path));
      audit.note({
        actor,
        action: 'create',
        entity: 'trusted directory',
        id: row.id,
        after: { path: row.path },
      });
      confirmations.reconsider();
      return trustedView(row);
    },

    distrust({ params: { id }, actor }) {
      if (!store.confirmRules.distrust(id)) throw notFound(`trusted directory ${id}`);
      audit.note({ actor, action: 'delete', entity: 'trusted directory', id });
      confirmations.reconsider();
      return undefined;
    },
  };
});
