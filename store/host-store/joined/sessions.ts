/** Sessions, for one host: its own. */
import type { HostSessions } from '../../../workflows/contracts/host-store';
import { type JoinedDeps, NotYoursError } from './place';

export function joinedSessions({ store, local, place }: JoinedDeps): HostSessions {
  const { sessions, commands } = store;
  const { host, here, there } = place;
  return {
    presentSessions: async () =>
      (await local.presentSessions(host)).flatMap((session) => {
        const name = there(session.name);
        return name === undefined ? [] : [{ ...session, name }];
      }),
    sessionFacts: async (names) =>
      (await local.sessionFacts(names?.map(here))).flatMap((facts) => {
        const name = there(facts.name);
        return name === undefined ? [] : [{ ...facts, name }];
      }),
    lastScreen: (session) => local.lastScreen(here(session)),
    async observeSessions(observations) {
      const refused = await local.observeSessions(
        observations.map((seen) => ({ ...seen, name: here(seen.name), host })),
      );
      return refused.map((one) => ({ ...one, session: there(one.session) ?? one.session }));
    },
    keepScreens: (screens) =>
      local.keepScreens(screens.map((screen) => ({ ...screen, name: here(screen.name) }))),
    clearSuspect: (session) => local.clearSuspect(here(session)),
    async renameSessions(terminals) {
      const { renames, endedDialogs } = await local.renameSessions(
        terminals.map((terminal) => ({ ...terminal, label: here(terminal.label) })),
        host,
      );
      const name = (session: string): string => there(session) ?? session;
      return { renames: renames.map(({ from, to }) => ({ from: name(from), to: name(to) })), endedDialogs };
    },
    endSession: (name, reason) => local.endSession(here(name), reason),
    hasHistory: (name) => local.hasHistory(here(name)),
    registerSession: async (session) => sessions.register({ ...session, name: here(session.name), host }),
    forgetSession: (name) => local.forgetSession(here(name)),
    noteAccounts: (accounts) =>
      local.noteAccounts(accounts.map(({ session, account }) => ({ session: here(session), account }))),
    async sessionCommand(id) {
      const command = await local.sessionCommand(id);
      return command && { ...command, session: place.own(command.session, `request ${id}`) };
    },
    async sessionExplained(id, explanation) {
      place.own(commands.get(id)?.session_name, `request ${id}`);
      await local.sessionExplained(id, { ...explanation, session: here(explanation.session) });
    },
    async endSessionCommand(id, error) {
      place.own(commands.get(id)?.session_name, `request ${id}`);
      await local.endSessionCommand(id, error);
    },
    /** Those that a person asked for, of the session that is being made, and no others. */
    async secretValues(names, holder) {
      const session = here(holder.replace(/^session:/, ''));
      const wanted = commands.secretsFor(session);
      const other = names.find((name) => !wanted.has(name));
      if (other !== undefined)
        throw new NotYoursError(`secret '${other}' is for no session that host '${host}' is to make`);
      return local.secretValues(names, `session:${session}`);
    },
    hookKey: async (pane) => sessions.hookKey(pane, host) ?? null,
    // That a host is away is noted with its state.
    watched: async () => 0,
    watchEnded: async () => undefined,
  };
}
