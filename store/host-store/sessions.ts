/** Sessions, for the host that watches them and carries out what people ask of them. */
import {
  HostStoreRefusedError,
  type HostSessions,
  type SessionFacts,
  type TerminalRef,
} from '../../workflows/contracts/host-store';
import { type Store, VaultError } from '..';
import { timeMs } from '../db/time';
import type { SessionFacts as FactsRow } from '../sessions';

export function hostSessions(store: Store): HostSessions {
  const { sessions, commands, unwatched, confirmations, outbox } = store;
  const endSession = outbox.transition.assigner((name: string, reason: string) => {
    if (sessions.get(name)) sessions.vanish(name, reason);
    return confirmations.gone(name, 'its terminal has ended');
  });
  const forgetSession = outbox.transition.assigner((name: string) => {
    sessions.forget(name);
    return confirmations.gone(name, 'its terminal has ended');
  });
  return {
    async presentSessions(host) {
      return sessions.list().flatMap((row) => {
        if (row.present !== 1 || (row.host ?? host) !== host) return [];
        return [{ name: row.name, provider: row.provider, terminal: terminalOf(row) }];
      });
    },
    async sessionFacts(names) {
      if (names?.length !== 1) {
        const wanted = names && new Set(names);
        return sessions.facts().flatMap((row) => (wanted?.has(row.name) === false ? [] : [factsOf(row)]));
      }
      const row = sessions.factsOf(names[0] as string);
      return row ? [factsOf(row)] : [];
    },
    async lastScreen(session) {
      const { screen = null, size = null } = sessions.lastScreen(session) ?? {};
      return screen === null || size === null ? null : { screen, size };
    },
    observeSessions: async (observations) =>
      sessions.observeAll(
        observations.map(({ readySinceMs, activeAtMs, ...seen }) => ({
          ...seen,
          readySince: readySinceMs === null ? null : new Date(readySinceMs),
          activeAt: new Date(activeAtMs),
        })),
      ),
    keepScreens: async (screens) => sessions.keepScreens(screens),
    clearSuspect: async (session) => sessions.suspect(session, null),
    renameSessions: async (terminals, host) => store.terminals.follow(terminals, host),
    endSession: async (name, reason) => endSession(name, reason),

    /** Not so of a row that the watch is about to drop: it looked right before a session of that name was ended. */
    async hasHistory(name) {
      const row = sessions.get(name);
      return (
        row !== undefined && (row.detected === 0 || row.total_tasks_completed + row.total_tasks_failed > 0)
      );
    },
    registerSession: async (session) => sessions.register(session),
    forgetSession: async (name) => forgetSession(name),
    async noteAccounts(accounts) {
      for (const { session, account } of accounts) store.accountLimits.note(session, account);
    },
    async sessionCommand(id) {
      const row = commands.get(id);
      if (row?.status !== 'pending') return null;
      return { kind: row.kind, session: row.session_name, payload: row.payload };
    },
    sessionExplained: async (id, explanation) => commands.explained(id, explanation),
    endSessionCommand: async (id, error) => commands.end(id, error),
    async secretValues(names, holder) {
      try {
        return store.vault.valuesFor(names, holder);
      } catch (error) {
        if (error instanceof VaultError) throw new HostStoreRefusedError(error.message, { cause: error });
        throw error;
      }
    },

    hookKey: async (pane) => sessions.hookKey(pane) ?? null,
    watched: async () => unwatched.look(),
    watchEnded: async () => unwatched.end(),
  };
}

/** A terminal of which the store doesn't know all is none that can be found again. */
function terminalOf(row: Pick<FactsRow, 'tmux_server' | 'pane_id' | 'pane_pid'>): TerminalRef | null {
  const { tmux_server: server, pane_id: paneId, pane_pid: pid } = row;
  return paneId === null ? null : { server, paneId, pid };
}

function factsOf(row: FactsRow): SessionFacts {
  const { name, rule, provider, suspect, status } = row;
  const activeAtMs = timeMs(row.last_activity);
  return {
    ...{ name, rule, provider, suspect, status },
    isRegistered: row.detected === 0,
    isPresent: row.present === 1,
    limitedUntilMs: row.limited_until === null ? null : timeMs(row.limited_until),
    activeAtMs: Number.isNaN(activeAtMs) ? null : activeAtMs,
    terminal: terminalOf(row),
  };
}
