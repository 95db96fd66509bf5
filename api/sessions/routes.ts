/** The tmux sessions: reading them, and what a person says of them. */
import { isoTime } from '../../store/db/time';
import type { SessionRow } from '../../store/rows';
import type { SessionExplanation } from '../../workflows/contracts/explanation';
import type { SessionState } from '../../workflows/contracts/glossary';
import { conflict } from '../http/errors';
import { routes } from '../http/route';
import { sessionOperations } from './operations';
import { commandsIn } from './run-command';
import { sessionView } from './views';

/** As the column has it. */
const USUAL_SPECIALTY = 'general';

export const sessionRoutes = routes(sessionOperations)((services) => {
  const { store, orchestrator, sessions, confirmations } = services;
  const { requireSession, named } = sessions;
  const list = ({ query: { status } }: { query: { status?: SessionState[] | undefined } }) =>
    store.sessions
      .list()
      .filter((row) => !status?.length || status.includes(row.status))
      .map(sessionView);

  const run = commandsIn(services);

  /** A look at it can be taken on its own machine only. */
  async function explainThere(session: string, host: string): Promise<SessionExplanation> {
    const { id, error } = await run('explain', session, {});
    if (error !== null) throw conflict(`Session '${session}' could not be looked at: ${error}.`);
    const found = store.commands.takeExplanation(id);
    if (found) return found;
    throw conflict(
      `Host '${host}' can't explain its sessions yet: bring it up to date, and have it join again.`,
    );
  }
  /** @throws HttpError where it is a terminal of another machine */
  const requireHere = (wanted: string): SessionRow => {
    const row = requireSession(wanted);
    if (row.host === null || !store.hosts.get(row.host)) return row;
    throw conflict(
      `Session '${row.name}' is on host '${row.host}': what its programs use can be looked at there only.`,
    );
  };

  return {
    list,
    listAsBefore: list,

    get: ({ params }) => sessionView(requireSession(params.name)),

    async describe({ params, body: { provider, specialty } }) {
      const { name } = await named(params.name);
      store.sessions.describe(name, {
        ...(provider !== undefined && { provider }),
        ...(specialty !== undefined && { specialty: specialty ?? USUAL_SPECIALTY }),
      });
      // Another agent reads the same screen otherwise.
      if (provider !== undefined) await sessions.lookAt(name);
      if (orchestrator.isUp()) void orchestrator.announce(store.assign());
      return sessionView(requireSession(name));
    },

    screen({ params }) {
      const { name, last_output, output_at } = requireSession(params.name);
      return { name, screen: last_output ?? '', captured_at: isoTime(output_at) };
    },

    async resources({ params }) {
      const { name } = requireHere(params.name);
      const used = await services.resources(name);
      if (!used) throw conflict(`Session '${name}' has no terminal now: it has ended.`);
      return { session: name, ...used };
    },

    async explain({ params }) {
      const { name, host } = requireSession(params.name);
      const isJoined = host !== null && store.hosts.get(host) !== undefined;
      const explanation = isJoined ? await explainThere(name, host) : await services.explain(name);
      if (!explanation) throw conflict(`Session '${name}' has no terminal now: it has ended.`);
      return { ...explanation, queue: store.pause.words() ?? null };
    },

    async autoConfirm({ params, body: { mode, minutes = null }, actor }) {
      const { name } = await named(params.name);
      store.confirmSettings.setMode(name, mode, minutes);
      const after = { mode, minutes };
      store.audit.note({ actor, action: 'update', entity: 'auto-confirm', id: name, after });
      confirmations.reconsider(name);
      return sessionView(requireSession(name));
    },
  };
});
