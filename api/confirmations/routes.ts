/** The dialogs of agents: the inbox, and answering them. */
import { requireScope } from '../access/principal';
import { routes } from '../http/route';
import { workflowUrls } from '../system/facts';
import { confirmationOperations } from './operations';
import { confirmationView } from './views';

export const confirmationRoutes = routes(confirmationOperations)((services) => {
  const { store, confirmations } = services;
  const urls = workflowUrls(services);

  return {
    list({ query: { status, session, kind, limit, offset } }) {
      const filter = {
        ...(status && { status }),
        ...(session !== undefined && { session }),
        ...(kind && { kind }),
      };
      const page = store.confirmations.list(filter, limit, offset);
      return { ...page, items: page.items.map((row) => confirmationView(row, urls)) };
    },

    get: ({ params: { id } }) => confirmationView(confirmations.requireConfirmation(id), urls),

    async decide({ params: { id }, body, actor, ctx }) {
      if (body.tell != null && ctx.state.principal) requireScope(ctx.state.principal, 'prompts:write');
      await confirmations.decide(id, body, actor);
      return confirmationView(confirmations.requireConfirmation(id), urls);
    },
  };
});
