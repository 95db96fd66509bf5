/** The log of dialogs (`claude_interactions`): one row for each that was answered or ended. The clean-up keeps the newest. */
import type { ToolCall } from '../../workflows/contracts/confirmation';
import type { ConfirmationRow, InteractionRow } from './rows';
import type { Db } from '../db/open';
import { lister } from '../work-items/list';
import { type Clock, sqlTime } from '../db/time';

export type Interactions = ReturnType<typeof interactionsRepository>;

export function interactionsRepository(
  db: Db,
  clock: Clock,
  dialogs: { get(id: number): ConfirmationRow | undefined },
) {
  const insert = db.prepare(`
    INSERT INTO claude_interactions (confirmation_id, session_name, agent, kind, dialog, tool, request,
      status, decided_by, decided_by_name, verdict, rule_id, resolution, asked_at, answered_at, created_at)
    VALUES (@id, @session_name, @agent, @kind, @title, @tool, @request, @status, @decided_by, @decided_by_name, @verdict, @rule_id,
      @resolution, @created_at, @answered_at, @now)
    ON CONFLICT (confirmation_id) DO UPDATE SET status = @status, decided_by = @decided_by,
      decided_by_name = @decided_by_name, resolution = @resolution,
      answered_at = @answered_at`);
  const get = db.prepare<[number], InteractionRow>('SELECT * FROM claude_interactions WHERE id = ?');
  const list = lister<InteractionRow>(db, {
    table: 'claude_interactions',
    text: ['dialog', 'request', 'session_name'],
  });

  return {
    /** Notes how a dialog ended; in one line, however often it is called. Nothing where it hasn't ended or is gone. */
    logEnded(confirmationId: number): void {
      const row = dialogs.get(confirmationId);
      if (!row || row.status === 'pending') return;
      const call = row.call === null ? null : (JSON.parse(row.call) as ToolCall);
      const request = call && (call.commands[0] ?? call.path);
      insert.run({ ...row, tool: call?.tool ?? null, request, now: sqlTime(clock()) });
    },
    get: (id: number): InteractionRow | undefined => get.get(id),
    list,
  };
}
