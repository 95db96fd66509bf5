/**
 * Arrows that break a rule of `.dependency-cruiser.mjs` until they are mended, as `file -> file`. The list can only
 * shrink: one that is no longer there fails the test until its line goes, and none is added.
 */
export const KNOWN_VIOLATIONS: readonly string[] = [
  // The host's side is to ask for what it needs by a port of the contracts.
  // The same.
  'terminal/dialogs/dialog-tracker.ts -> activities/context.ts',
  'terminal/dialogs/press.ts -> activities/context.ts',
  // The same: what it reads and writes is to go through that port.
  'terminal/dialogs/dialog-tracker.ts -> store/confirmations/rows.ts',
  'terminal/dialogs/dialog-tracker.ts -> store/db/time.ts',
  'terminal/dialogs/dialog-tracker.ts -> store/index.ts',
  'terminal/dialogs/fingerprint.ts -> store/confirmations/rows.ts',
  'terminal/dialogs/press.ts -> store/confirmations/rows.ts',
  'terminal/dialogs/press.ts -> store/db/time.ts',
  'terminal/dialogs/uses.ts -> store/confirmations/rows.ts',
  'terminal/dialogs/wanted.ts -> store/confirmations/rows.ts',
  'terminal/watch/awake.ts -> store/index.ts',
  'terminal/watch/deps.ts -> store/index.ts',
  'terminal/watch/index.ts -> store/sessions/index.ts',
  'terminal/watch/limit.ts -> store/db/time.ts',
  'terminal/watch/observe.ts -> store/sessions/index.ts',
  'terminal/watch/recorder.ts -> store/db/time.ts',
  'terminal/watch/recorder.ts -> store/sessions/index.ts',
  'terminal/watch/roster.ts -> store/index.ts',
  'terminal/watch/session-state.ts -> store/sessions/index.ts',
];
