/**
 * Rows of sessions follow their terminals. A tmux name is a label that people change; the terminal is the pane with its
 * process, within one tmux server. What hangs on a row (leases, waiting prompts, modes, dialogs, statistics) goes along.
 */
import type { Stage } from '../../workflows/contracts/glossary';
import type { LabelledTerminal, Renamed } from '../../workflows/contracts/host-store';
import type { Confirmations } from '../confirmations';
import type { Db } from '../db/open';
import type { Transition } from '../outbox/transition';
import type { ReceiptWriter } from '../prompts/receipts';
import { hostOf, sessionOn } from '../../workflows/contracts/hosts';
import { type Clock, sqlTime } from '../db/time';
import type { SessionNames } from './names';

interface TerminalRow {
  readonly name: string;
  readonly tmux_server: string | null;
  readonly pane_id: string | null;
  readonly pane_pid: number | null;
  readonly present: number;
}

interface UnsettledPrompt {
  readonly id: number;
  readonly stage: Stage;
}

export type Terminals = ReturnType<typeof terminalsRepository>;

const UNSETTLED = "status IN ('pending', 'assigned', 'in_progress')";

export function terminalsRepository(
  db: Db,
  clock: Clock,
  {
    names,
    receipts,
    transition,
    dialogs,
  }: {
    readonly names: SessionNames;
    readonly receipts: ReceiptWriter;
    readonly transition: Transition;
    readonly dialogs: Pick<Confirmations, 'gone'>;
  },
) {
  const rows = db.prepare<[{ host: string }], TerminalRow>(
    'SELECT name, tmux_server, pane_id, pane_pid, present FROM sessions WHERE coalesce(host, @host) = @host',
  );
  const others = db.prepare<[{ name: string; host: string }], TerminalRow>(`
    SELECT name, tmux_server, pane_id, pane_pid, present FROM sessions
    WHERE name = @name AND host IS NOT NULL AND host <> @host`);
  const foreign = db.prepare<[{ host: string; place: string }], TerminalRow>(`
    SELECT name, tmux_server, pane_id, pane_pid, present FROM sessions
    WHERE substr(name, 1, length(@place)) = @place AND coalesce(host, '') <> @host ORDER BY name`);
  const waiting = db.prepare<[{ name: string }], UnsettledPrompt>(`
    SELECT id, stage FROM prompts WHERE (target_session = @name OR assigned_session = @name) AND ${UNSETTLED}`);
  const end = db.prepare(`
    UPDATE sessions SET present = 0, status = 'exited', reason = @reason, rule = 'tmux.gone', evidence = NULL,
      ready_since = NULL, attached = 0, hook_key = NULL, owner = NULL, suspect = NULL, writer = NULL, writer_key = NULL,
      updated_at = @now
    WHERE name = @name`);
  const drop = db.prepare(`
    DELETE FROM sessions WHERE name = @name AND detected = 1 AND total_tasks_completed + total_tasks_failed = 0
      AND NOT EXISTS (SELECT 1 FROM leases WHERE session_name = @name)
      AND NOT EXISTS (SELECT 1 FROM prompts WHERE stage IN ('held', 'blocked', 'accepted', 'queued') AND target_session = @name)`);

  const note = (name: string, reason: string): void => {
    for (const { id, stage } of waiting.all({ name })) receipts.step(id, stage, name, reason);
  };

  /** Another living terminal is called `name` now: the row of the one that ended makes room, with all that waits for it. */
  const displace = ({ name, present }: TerminalRow): number | null => {
    const now = sqlTime(clock());
    if (present === 1) end.run({ name, reason: 'its terminal has ended', now });
    const { ended } = dialogs.gone(name, 'its terminal has ended');
    if (drop.run({ name }).changes > 0) return ended;
    // No tmux name holds a colon.
    const numbered = (number: number): string => `${name}:ended-${number}`;
    const to = names.free(numbered(1), (number) => numbered(number + 1));
    names.change(name, to);
    note(
      to,
      `session '${name}', which it was meant for, has ended, and another terminal has that name now: give it to a session with reassign`,
    );
    return ended;
  };

  /** A session of this machine that is called like those of a host makes room; what hangs on it goes along. */
  const stepAside = ({ name }: TerminalRow): void => {
    const beside = names.beside(name);
    const to = names.free(beside, (number) => `${beside}:${number}`);
    names.change(name, to);
    note(to, `session '${name}' is called '${to}' now: names that begin like that are those of a host`);
  };
  /** Another machine has that name. False where it keeps it. */
  const makesRoom = (name: string, host: string): boolean => {
    const other = others.get({ name, host });
    if (!other) return true;
    if (hostOf(name)?.host === host) stepAside(other);
    else if (other.present === 0) displace(other);
    else return false;
    return true;
  };

  return {
    /** Names that begin with that of the host are its own from now on. */
    leaveTo(host: string): void {
      for (const row of foreign.all({ host, place: sessionOn(host, '') })) stepAside(row);
    },

    /**
     * Renames the rows whose terminals have other names now. Names that were swapped are swapped.
     * @returns what was renamed
     */
    follow: transition((terminals: readonly LabelledTerminal[], host: string): Renamed => {
      const known = rows.all({ host });
      const byTerminal = new Map(
        known.map((row) => [keyOf(row.tmux_server, row.pane_id, row.pane_pid), row]),
      );
      const moves = terminals.flatMap(({ label, server, paneId, pid }) => {
        const row = byTerminal.get(keyOf(server, paneId, pid));
        return row && row.name !== label && makesRoom(label, host)
          ? [{ from: row.name, to: label, present: row.present }]
          : [];
      });
      if (moves.length === 0) return { renames: [], endedDialogs: [] };
      // Names may be swapped: each row first gets one that nobody has.
      moves.forEach(({ from }, index) => names.change(from, `:moving-${index}`));
      const moving = new Set(moves.map(({ from }) => from));
      const byName = new Map(known.filter(({ name }) => !moving.has(name)).map((row) => [row.name, row]));
      const endedDialogs: number[] = [];
      moves.forEach(({ from, to, present }, index) => {
        const holder = byName.get(to);
        endedDialogs.push(...[(holder && displace(holder)) ?? []].flat());
        names.change(`:moving-${index}`, to);
        if (present === 1) note(to, `session '${from}' is called '${to}' now`);
      });
      return { renames: moves.map(({ from, to }) => ({ from, to })), endedDialogs };
    }),
  };
}

const keyOf = (server: string | null, paneId: string | null, pid: number | null): string =>
  `${server} ${paneId} ${pid}`;
