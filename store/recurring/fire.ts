/** A recurring prompt is due: it gets the prompt of that time, once, unless the one before is under way. */
import { isSettled } from '../../workflows/contracts/settled';
import type { FiringResult } from '../../workflows/contracts/recurring';
import type { Db } from '../db/open';
import { type Clock, isoTime, sqlTime } from '../db/time';
import type { Outbox } from '../outbox';
import type { NewPrompt, Prompts } from '../prompts';
import { MAX_CONTENT_BYTES } from '../prompts/limits';
import type { ReceiptWriter } from '../prompts/receipts';
import { rendered, valueFaults } from '../templates/render';
import type { Templates } from '../templates';
import type { FiringRow, RecurringRow } from './rows';

export interface FireDeps {
  readonly find: (id: number) => RecurringRow | undefined;
  readonly prompts: Pick<Prompts, 'insert' | 'get'>;
  readonly receipts: ReceiptWriter;
  readonly templates: Pick<Templates, 'byId'>;
  readonly outbox: Pick<Outbox, 'add' | 'transition'>;
}

export function firing(db: Db, clock: Clock, { find, prompts, receipts, templates, outbox }: FireDeps) {
  const known = db.prepare<[number, string], FiringRow>(
    'SELECT * FROM recurring_firings WHERE recurring_id = ? AND scheduled_at = ?',
  );
  // Times may be told in another order than theirs: after a trigger, a late one is made up for.
  const last = db
    .prepare<[number], number | null>('SELECT max(prompt_id) FROM recurring_firings WHERE recurring_id = ?')
    .pluck();
  const keep = db.prepare(`
    INSERT INTO recurring_firings (recurring_id, scheduled_at, name, outcome, prompt_id, reason, at)
    VALUES (@id, @scheduledAt, @name, @outcome, @promptId, @reason, @now)`);

  const contentOf = (row: RecurringRow): { content: string } | { fault: string } => {
    if (row.content !== null) return { content: row.content };
    const template = row.template_id === null ? undefined : templates.byId(row.template_id);
    if (!template) return { fault: 'its template was removed' };
    const faults = valueFaults(template, row.variables);
    if (faults.length > 0)
      return { fault: faults.map(({ field, message }) => `${field}: ${message}`).join('; ') };
    const content = rendered(template, row.variables);
    if (content.trim() === '') return { fault: `template '${template.name}' makes an empty text` };
    return Buffer.byteLength(content) > MAX_CONTENT_BYTES
      ? { fault: `template '${template.name}' makes a text of more than 128 KiB` }
      : { content };
  };

  /** Within a transaction. */
  const decide = (row: RecurringRow, scheduledAt: string): FiringResult => {
    const before = last.get(row.id) ?? null;
    const prompt = before === null ? undefined : prompts.get(before);
    if (prompt && !isSettled(prompt)) {
      const reason = `prompt ${prompt.id} of the time before is still under way (${prompt.stage})`;
      return { outcome: 'skipped', promptId: null, reason };
    }
    const made = contentOf(row);
    if ('fault' in made) return { outcome: 'failed', promptId: null, reason: made.fault };
    const template = row.template_id === null ? null : (templates.byId(row.template_id)?.name ?? null);
    const { id } = prompts.insert({ ...promptOf(row, made.content), template });
    receipts.note(id, `sent by recurring prompt ${row.id} '${row.name}', due at ${isoTime(scheduledAt)}`);
    outbox.add('prompt_start', id);
    return { outcome: 'queued', promptId: id, reason: null };
  };

  return outbox.transition.assigner((id: number, due: Date): FiringResult => {
    const scheduledAt = sqlTime(due);
    const done = known.get(id, scheduledAt);
    if (done) return { outcome: done.outcome, promptId: done.prompt_id, reason: done.reason };
    const row = find(id);
    if (!row) return { outcome: 'gone', promptId: null, reason: 'the recurring prompt was removed' };
    const result = decide(row, scheduledAt);
    keep.run({ ...result, id, scheduledAt, name: row.name, now: sqlTime(clock()) });
    return result;
  });
}

function promptOf(row: RecurringRow, content: string): NewPrompt {
  return {
    content,
    source: 'recurring',
    priority: row.priority,
    target_session: row.target_session,
    target_provider: row.target_provider,
    expected_provider: row.expected_provider,
    specialty: row.specialty,
    project: null,
    working_dir: null,
    within_project: row.project_id,
    metadata: null,
    max_retries: row.max_retries,
    timeout_minutes: row.timeout_minutes,
    idempotency_key: null,
    idempotency_hash: null,
  };
}
