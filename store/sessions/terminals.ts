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
import { type Clock, sqlTime } from '../db/time';

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
    receipts,
    transition,
    dialogs,
  }: {
    readonly receipts: ReceiptWriter;
    readonly transition: Transition;
    readonly dialogs: Pick<Confirmations, 'gone'>;
  },
) {
  const rows = db.prepare<[{ host: string }], TerminalRow>(
    'SELECT name, tmux_server, pane_id, pane_pid, present FROM sessions WHERE coalesce(host, @host) = @host',
  );
  const has = db.prepare<[string], number>('SELECT 1 FROM sessions WHERE name = ?').pluck();
  const rename = [
    'UPDATE sessions SET name = @to WHERE name = @from',
    `UPDATE prompts SET target_session = @to WHERE target_session = @from AND ${UNSETTLED}`,
    `UPDATE prompts SET assigned_session = @to WHERE assigned_session = @from AND ${UNSETTLED}`,
    'UPDATE OR IGNORE prompt_exclusions SET session_name = @to WHERE session_name = @from',
    "UPDATE confirmations SET session_name = @to WHERE session_name = @from AND (status = 'pending' OR standing = 1)",
    "UPDATE session_commands SET session_name = @to WHERE session_name = @from AND status = 'pending' AND kind <> 'create'",
  ].map((sql) => db.prepare(sql));
  const waiting = db.prepare<[{ name: string }], UnsettledPrompt>(`
    SELECT id, stage FROM prompts WHERE (target_session = @name OR assigned_session = @name) AND ${UNSETTLED}`);
  const end = db.prepare(`
    UPDATE sessions SET present = 0, status = 'exited', reason = @reason, rule = 'tmux.gone', evidence = NULL,
      ready_since = NULL, attached = 0, hook_key = NULL, owner = NULL, suspect = NULL, updated_at = @now
    WHERE name = @name`);
  const drop = db.prepare(`
    DELETE FROM sessions WHERE name = @name AND detected = 1 AND total_tasks_completed + total_tasks_failed = 0
      AND NOT EXISTS (SELECT 1 FROM leases WHERE session_name = @name)
      AND NOT EXISTS (SELECT 1 FROM prompts WHERE stage IN ('held', 'blocked', 'accepted', 'queued') AND target_session = @name)`);

  const apply = (from: string, to: string): void => {
    for (const statement of rename) statement.run({ from, to });
  };
  const note = (name: string, reason: string): void => {
    for (const { id, stage } of waiting.all({ name })) receipts.step(id, stage, name, reason);
  };

  /** A name for a row whose terminal has ended while another one has its name: no tmux name holds a colon. */
  const nameOfEnded = (name: string): string => {
    for (let number = 1; ; number += 1) {
      const free = `${name}:ended-${number}`;
      if (has.get(free) === undefined) return free;
    }
  };

  /** Another living terminal is called `name` now: the row of the one that ended makes room, with all that waits for it. */
  const displace = ({ name, present }: TerminalRow): number | null => {
    const now = sqlTime(clock());
    if (present === 1) end.run({ name, reason: 'its terminal has ended', now });
    const { ended } = dialogs.gone(name, 'its terminal has ended');
    if (drop.run({ name }).changes > 0) return ended;
    const to = nameOfEnded(name);
    apply(name, to);
    note(
      to,
      `session '${name}', which it was meant for, has ended, and another terminal has that name now: give it to a session with reassign`,
    );
    return ended;
  };

  return {
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
        return row && row.name !== label ? [{ from: row.name, to: label, present: row.present }] : [];
      });
      if (moves.length === 0) return { renames: [], endedDialogs: [] };
      // Names may be swapped: each row first gets one that nobody has.
      moves.forEach(({ from }, index) => apply(from, `:moving-${index}`));
      const moving = new Set(moves.map(({ from }) => from));
      const byName = new Map(known.filter(({ name }) => !moving.has(name)).map((row) => [row.name, row]));
      const endedDialogs: number[] = [];
      moves.forEach(({ from, to, present }, index) => {
        const holder = byName.get(to);
        endedDialogs.push(...[(holder && displace(holder)) ?? []].flat());
        apply(`:moving-${index}`, to);
        if (present === 1) note(to, `session '${from}' is called '${to}' now`);
      });
      return { renames: moves.map(({ from, to }) => ({ from, to })), endedDialogs };
    }),
  };
}

const keyOf = (server: string | null, paneId: string | null, pid: number | null): string =>
  `${server} ${paneId} ${pid}`;
