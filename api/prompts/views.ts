/** Rows of the record as the API shows them: ISO times, JSON instead of text, booleans instead of 0 and 1. */
import type { z } from 'zod';
import type { LostRow } from '../../store/prompts/lost-and-found';
import type { QueuePauseRow } from '../../store/prompts/queue';
import type { KeptChanges } from '../../store/prompts/work-changes';
import type { PromptOrigin } from '../../store/plans/prompts';
import type { Store } from '../../store';
import type { FiringRow } from '../../store/recurring/rows';
import type { HistoryRow, PromptRow } from '../../store/rows';
import { isoTime } from '../../store/db/time';
import type { Position } from '../../workflows/contracts/queue-order';
import { promptWorkflowId } from '../../workflows/contracts/wire-names';
import type { lost, promptListed, promptWithHistory, queue, workChanges } from './responses';

/** Longest content and response in a list, in characters. */
const LIST_TEXT_CHARS = 2_000;

export type WorkflowUrl = (workflowId: string) => string | null;

type PromptView = Omit<z.output<typeof promptWithHistory>, 'history' | 'awaits' | 'awaited_by' | 'recording'>;

export interface PromptViewing {
  readonly workflowUrl: WorkflowUrl;
  /** Why no session can take it. */
  readonly hindranceOf: (row: PromptRow) => string | null;
  /** The plan that sent it; undefined where that was none. */
  readonly originOf: (promptId: number) => PromptOrigin | undefined;
  /** The firing of a recurring prompt that sent it. */
  readonly firingOf: (promptId: number) => FiringRow | undefined;
  /** The prompts that it waits for. */
  readonly afterOf: (promptId: number) => number[];
  /** Where it stands in the queue; null where it doesn't wait there. */
  readonly positionOf: (promptId: number) => Position | null;
}

export function promptView(
  row: PromptRow,
  { workflowUrl, hindranceOf, originOf, firingOf, afterOf, positionOf }: PromptViewing,
): PromptView {
  const workflowId = promptWorkflowId(row.id);
  return {
    id: row.id,
    content: row.content,
    source: row.source,
    priority: row.priority,
    rank: row.queue_rank ?? row.id,
    // Most don't wait: the order of those that do isn't asked for them.
    position: row.status === 'pending' ? positionOf(row.id) : null,
    status: row.status,
    stage: row.stage,
    reason: row.reason,
    warning: hindranceOf(row),
    assigned_session: row.assigned_session,
    target_session: row.target_session,
    target_provider: row.target_provider,
    specialty: row.specialty,
    created_at: isoTime(row.created_at),
    assigned_at: isoTime(row.assigned_at),
    completed_at: isoTime(row.completed_at),
    response: row.response,
    error: row.error,
    result: row.result,
    question: row.question,
    usage: usageView(row),
    metadata: parse(row.metadata),
    template: row.template,
    sent_by: row.sent_by,
    after: row.chain_on === null ? [] : afterOf(row.id),
    on: row.chain_on,
    not_before: isoTime(row.hold_until),
    origin: originView(originOf(row.id), row.source === 'recurring' ? firingOf(row.id) : undefined),
    retry_count: row.retry_count,
    max_retries: row.max_retries,
    timeout_minutes: row.timeout_minutes,
    archived: row.archived === 1,
    workflow_id: workflowId,
    temporal_url: workflowUrl(workflowId),
  };
}

function originView(origin: PromptOrigin | undefined, firing: FiringRow | undefined): PromptView['origin'] {
  if (firing) {
    const { recurring_id, name, scheduled_at } = firing;
    return { kind: 'recurring', recurring_id, name, scheduled_at: isoTime(scheduled_at) };
  }
  if (!origin) return null;
  const { plan_id, plan_name: plan, task_key: task, number: attempt, purpose } = origin;
  return { kind: 'plan', plan_id, plan, task, attempt, purpose };
}

/** What the turn took, as the agent counted it; null where it doesn't tell. */
function usageView(row: PromptRow) {
  if (row.input_tokens === null) return null;
  return {
    model: row.model,
    input_tokens: row.input_tokens,
    output_tokens: row.output_tokens,
    cache_read_tokens: row.cache_read_tokens,
    cache_write_tokens: row.cache_write_tokens,
    cost_usd: row.cost_usd,
  };
}

/** With every step of its history, and its chain. */
export function wholePromptView(
  row: PromptRow,
  { prompts, chains, recordings }: Pick<Store, 'prompts' | 'chains' | 'recordings'>,
  viewing: PromptViewing,
): z.output<typeof promptWithHistory> {
  const { awaits, awaitedBy } = chains.links(row.id);
  const history = prompts.history(row.id).map(historyView);
  const taken = recordings.ofPrompt(row.id);
  const recording = taken ? { session: taken.session, at: isoTime(taken.at) } : null;
  return { ...promptView(row, viewing), awaits, awaited_by: awaitedBy, recording, history };
}

/** As `promptView`, with long texts cut and their lengths told. */
export function promptListView(
  row: PromptRow,
  viewing: PromptViewing,
  textChars = LIST_TEXT_CHARS,
): z.output<typeof promptListed> {
  const view = promptView(row, viewing);
  return {
    ...view,
    content: row.content.slice(0, textChars),
    content_length: row.content.length,
    response: row.response?.slice(0, textChars) ?? null,
    response_length: row.response?.length ?? 0,
  };
}

function historyView(row: HistoryRow): z.output<typeof promptWithHistory>['history'][number] {
  return {
    id: row.id,
    at: isoTime(row.created_at),
    stage: row.action,
    session: row.session_name || null,
    reason: row.reason,
    evidence: row.evidence,
  };
}

export function workChangesView(kept: KeptChanges): z.output<typeof workChanges> {
  const { directory, top, head_before, head_after, note, total, files, others } = kept;
  const isLost = kept.ended_at === null && !kept.isOpen;
  return {
    ...{ session: kept.session_name, directory, top, head_before, head_after, total },
    began_at: isoTime(kept.began_at),
    ended_at: isoTime(kept.ended_at),
    open: kept.isOpen && kept.ended_at === null,
    note: isLost ? END_NOT_TOLD : note,
    files: files === null ? null : [...files],
    others: others.map(({ session_name: session, both, ...other }) => ({
      ...{ ...other, session, both: both === null ? null : [...both] },
    })),
  };
}
const END_NOT_TOLD = 'the server or its host ended before it looked a last time';

export function queueView(last: QueuePauseRow | undefined): z.output<typeof queue> {
  if (!last) return { paused: false, reason: null, changed_by: null, changed_at: null };
  const { paused_at, paused_by, reason, resumed_at, resumed_by, resume_reason } = last;
  return resumed_at === null
    ? { paused: true, reason, changed_by: paused_by, changed_at: isoTime(paused_at) }
    : { paused: false, reason: resume_reason, changed_by: resumed_by, changed_at: isoTime(resumed_at) };
}

export function lostView(row: LostRow): z.output<typeof lost> {
  return {
    id: row.id,
    prompt_id: row.prompt_id,
    session: row.session_name,
    reason: row.reason,
    created_at: isoTime(row.created_at),
    resolved_at: isoTime(row.resolved_at),
    resolution: row.resolution,
  };
}

/** Metadata of the original may be any text. */
function parse(json: string | null): unknown {
  if (json === null) return null;
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}
