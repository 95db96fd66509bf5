/** Dialogs, rules and settings of automatic confirmation as the API shows them. */
import type { z } from 'zod';
import type { ConfirmationRow, PatternRow, TrustedDirectoryRow } from '../../store/confirmations/rows';
import type { Store } from '../../store';
import { isoTime } from '../../store/db/time';
import type { ToolCall } from '../../workflows/contracts/confirmation';
import { confirmationWorkflowId } from '../../workflows/contracts/wire-names';
import type { confirmation, confirmSettings, rule, trustedDirectory } from './responses';
import type { WorkflowUrl } from '../prompts/views';

type Confirmation = z.output<typeof confirmation>;

/** A rule's own number, or the name of a fixed reason. */
const ruleId = (id: string): number | string => (/^\d+$/.test(id) ? Number(id) : id);

export function confirmationView(row: ConfirmationRow, workflowUrl: WorkflowUrl): Confirmation {
  const workflowId = confirmationWorkflowId(row.id);
  const call = row.call === null ? null : (JSON.parse(row.call) as ToolCall);
  return {
    id: row.id,
    session: row.session_name,
    host: row.host,
    agent: row.agent,
    prompt_id: row.prompt_id,
    workflow_id: workflowId,
    temporal_url: workflowUrl(workflowId),
    kind: row.kind,
    status: row.status,
    dialog: {
      title: row.title,
      body: row.body,
      options: JSON.parse(row.options) as Confirmation['dialog']['options'],
    },
    questions: row.questions === null ? null : (JSON.parse(row.questions) as Confirmation['questions']),
    answer: row.reply === null ? null : (JSON.parse(row.reply) as Confirmation['answer']),
    tool: call?.tool ?? null,
    command: call?.commands[0] ?? null,
    path: call?.path ?? null,
    source: row.source,
    verdict: row.verdict ?? 'ask',
    rule: row.rule_id === null ? null : { id: ruleId(row.rule_id), reason: row.rule_reason },
    evidence: row.evidence,
    mode: row.mode,
    decided_by: row.decided_by,
    decided_by_name: row.decided_by_name,
    resolution: row.resolution ?? row.held,
    note: row.note,
    notification: row.notification,
    notified_at: isoTime(row.notified_at),
    escalated_at: isoTime(row.escalated_at),
    created_at: isoTime(row.created_at),
    due_at: isoTime(row.due_at),
    decided_at: isoTime(row.decided_at),
    answered_at: isoTime(row.answered_at),
    ended_at: isoTime(row.ended_at),
  };
}

export function ruleView(row: PatternRow): z.output<typeof rule> {
  const { id, position, agent, tool, kind, pattern, verdict, note, hits } = row;
  return {
    ...{ id, position, agent, tool, kind, pattern, verdict, note },
    enabled: row.enabled === 1,
    builtin: row.builtin_id !== null,
    created_at: isoTime(row.created_at),
    updated_at: isoTime(row.updated_at),
    hits,
    last_hit_at: isoTime(row.last_hit_at),
  };
}

export function confirmView({
  confirmSettings: settings,
}: Pick<Store, 'confirmSettings'>): z.output<typeof confirmSettings> {
  const row = settings.get();
  return {
    enabled: row.enabled === 1,
    default_mode: row.default_mode,
    delay_ms: [row.delay_min_ms, row.delay_max_ms],
    notify_after_ms: row.notify_after_ms,
    escalate_after_ms: row.escalate_after_ms,
    expire_after_ms: row.expire_after_ms,
    pending: settings.pending(),
  };
}

export function trustedView({
  id,
  path,
  created_at,
}: TrustedDirectoryRow): z.output<typeof trustedDirectory> {
  return { id, path, created_at: isoTime(created_at) };
}
