/**
 * The store of a host that has joined: its hub's. Moments are those of this machine here, and those of the hub there.
 * What a lease or a dialog is known by (`grantedAt`, `createdAt`) stays as the hub has it.
 */
import type { HeldLease, HostStore, KnownDialog } from '../../workflows/contracts/host-store';
import type { HubClient } from './hub-client';
import type { HubClock } from './hub-clock';

export function hubStore({ call }: Pick<HubClient, 'call'>, { toHere, toHub }: HubClock): HostStore {
  const hereOrNull = (ms: number | null): number | null => (ms === null ? null : toHere(ms));
  const lease = <T extends HeldLease | null>(held: T): T =>
    held === null ? held : { ...held, grantedAtMs: toHere(held.grantedAtMs) };
  const dialog = (known: KnownDialog): KnownDialog => ({
    ...known,
    createdAtMs: toHere(known.createdAtMs),
    pressedAtMs: hereOrNull(known.pressedAtMs),
  });

  return {
    async assignment(grant) {
      const found = await call('assignment', grant);
      return { ...found, lease: lease(found.lease) };
    },
    leasesOf: async (promptIds) => (await call('leasesOf', promptIds)).map(lease),
    isHeld: (one) => call('isHeld', one),
    misplaced: (work) => call('misplaced', work),
    beginTyping: (before, baseline) => call('beginTyping', before, baseline),
    nextAttempt: (before) => call('nextAttempt', before),
    isNewest: (attempt) => call('isNewest', attempt),
    step: (step, writer) => call('step', step, writer),
    suspect: (session, reason, writer) => call('suspect', session, reason, writer),
    keepTurn: (turn) => call('keepTurn', turn),
    keepChanges: ({ beganAtMs, endedAtMs, ...changes }) =>
      call('keepChanges', {
        ...{ ...changes, beganAtMs: toHub(beganAtMs) },
        endedAtMs: endedAtMs === null ? null : toHub(endedAtMs),
      }),
    deniedDialog: ({ promptId, sinceMs }) => call('deniedDialog', { promptId, sinceMs: toHub(sinceMs) }),
    async promptIn(terminal) {
      const prompt = await call('promptIn', terminal);
      return prompt && { ...prompt, grantedAtMs: toHere(prompt.grantedAtMs) };
    },

    standingDialogs: () => call('standingDialogs'),
    lastDialogs: async (sessions) => (await call('lastDialogs', sessions)).map(dialog),
    openDialog: (seen) => call('openDialog', { ...seen, seenAtMs: toHub(seen.seenAtMs) }),
    learnQuestions: (id, fingerprint, questions) => call('learnQuestions', id, fingerprint, questions),
    learnUses: (id, uses) => call('learnUses', id, uses),
    dialogGone: (session, resolution) => call('dialogGone', session, resolution),
    async dialogToAnswer(id, replyId) {
      const found = await call('dialogToAnswer', id, replyId);
      return found && { ...found, dialog: dialog(found.dialog) };
    },
    dialogDecided: (id, answer) => call('dialogDecided', id, answer),
    dialogPressing: (id, presses, answer) => call('dialogPressing', id, presses, answer),
    dialogNotAnswered: (id, presses, by, reason) => call('dialogNotAnswered', id, presses, by, reason),
    dialogAnswered: (id, answer, resolution) => call('dialogAnswered', id, answer, resolution),
    dialogLeft: (id, resolution, isUnknown) => call('dialogLeft', id, resolution, isUnknown),

    presentSessions: (host) => call('presentSessions', host),
    sessionFacts: async (names) =>
      (await call('sessionFacts', names)).map((facts) => ({
        ...facts,
        limitedUntilMs: hereOrNull(facts.limitedUntilMs),
        activeAtMs: hereOrNull(facts.activeAtMs),
      })),
    lastScreen: (session) => call('lastScreen', session),
    observeSessions: (observations) =>
      call(
        'observeSessions',
        observations.map((seen) => ({
          ...seen,
          readySinceMs: seen.readySinceMs === null ? null : toHub(seen.readySinceMs),
          activeAtMs: toHub(seen.activeAtMs),
        })),
      ),
    keepScreens: (screens) => call('keepScreens', screens),
    clearSuspect: (session) => call('clearSuspect', session),
    renameSessions: (terminals, host) => call('renameSessions', terminals, host),
    endSession: (name, reason) => call('endSession', name, reason),
    hasHistory: (name) => call('hasHistory', name),
    registerSession: (session) => call('registerSession', session),
    forgetSession: (name) => call('forgetSession', name),
    noteAccounts: (accounts) => call('noteAccounts', accounts),
    sessionCommand: (id) => call('sessionCommand', id),
    sessionExplained: (id, { sources, ...rest }) =>
      call('sessionExplained', id, {
        ...rest,
        sources: sources.map(({ at, ...source }) => ({
          ...source,
          at: at === null ? null : new Date(toHub(Date.parse(at))).toISOString(),
        })),
      }),
    endSessionCommand: (id, error) => call('endSessionCommand', id, error),
    secretValues: (names, holder) => call('secretValues', names, holder),
    hookKey: (pane) => call('hookKey', pane),
    // The hub notes by the beats when this host was away.
    watched: async () => 0,
    watchEnded: async () => undefined,
  };
}
