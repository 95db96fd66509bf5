/** Plans as the API shows them. */
import type { z } from 'zod';
import type { GateDetail, PlanDetail, TaskDetail } from '../../store/plans/detail';
import { gateWords } from '../../store/plans/control';
import { inputOf } from '../../store/plans/definition';
import { type DraftRow } from '../../store/plans/drafts';
import type { PlanEstimate } from '../../store/plans/decide/estimate';
import { type AttemptRow, listOf, type PlanRow } from '../../store/plans/rows';
import { isoTime } from '../../store/db/time';
import { PLAN_TASK_STATUSES, type Budget, type PlanTaskStatus } from '../../workflows/contracts/plans';
import { planDraftWorkflowId, planWorkflowId } from '../../workflows/contracts/wire-names';
import type { WorkflowUrl } from '../prompts/views';
import type { taskQuery } from './requests';
import type {
  estimate,
  plan,
  planDraft,
  planListed,
  planProgress,
  planTaskPage,
  task,
  taskShown,
} from './responses';
import { worktreeView } from './worktree-view';

type TaskView = z.output<typeof task>;

export function planListView(row: PlanRow, workflowUrl: WorkflowUrl): z.output<typeof planListed> {
  const workflowId = planWorkflowId(row.id);
  return {
    id: row.id,
    name: row.name,
    status: row.status,
    reason: row.reason,
    progress: row.progress,
    project_id: row.project_id,
    working_dir: row.working_dir,
    budget:
      row.budget === null ? null : (JSON.parse(row.budget) as z.output<typeof planListed>['budget'] & Budget),
    revision: row.revision,
    created_at: isoTime(row.created_at),
    created_by: row.created_by,
    started_at: isoTime(row.started_at),
    ended_at: isoTime(row.ended_at),
    workflow_id: workflowId,
    temporal_url: workflowUrl(workflowId),
  };
}

/** What a model had to do with a plan. */
export interface PlanOrigin {
  readonly draft: DraftRow | undefined;
  /** Commands that it wrote. */
  readonly commands: ReadonlySet<string>;
}

export function planView(
  { plan: row, phases }: PlanDetail,
  workflowUrl: WorkflowUrl,
  { draft, commands }: PlanOrigin,
): z.output<typeof plan> {
  return {
    ...planListView(row, workflowUrl),
    parallel: row.parallel,
    stuck_after: row.stuck_after,
    draft: draft
      ? {
          ...{ id: draft.id, goal: draft.goal, provider: draft.provider, model: draft.model },
          cost_usd: draft.cost_usd,
        }
      : null,
    worktree: row.worktree === null ? null : (JSON.parse(row.worktree) as z.output<typeof plan>['worktree']),
    phases: phases.map(({ name, status, progress, tasks }) => ({
      ...{ name, status, progress, tasks: tasks.map((one) => taskView(one, commands)) },
    })),
  };
}

/** One task, also as it was written; undefined: there is none. */
export function taskShownView(
  { plan: { id, revision }, phases }: PlanDetail,
  key: string,
  { commands }: PlanOrigin,
): z.output<typeof taskShown> | undefined {
  for (const phase of phases)
    for (const task of phase.tasks)
      if (task.row.key === key)
        return {
          ...{ ...taskView(task, commands), plan_id: id, revision, phase: phase.name },
          definition: inputOf(task.row) as z.output<typeof taskShown>['definition'],
        };
  return undefined;
}

/** Some of its tasks, in their order. */
export function taskPageView(
  { phases }: PlanDetail,
  { commands }: PlanOrigin,
  { status, limit, offset }: z.output<typeof taskQuery>,
): z.output<typeof planTaskPage> {
  const wanted = phases
    .flatMap(({ name, tasks }) => tasks.map((task) => ({ task, phase: name })))
    .filter(({ task }) => status === undefined || status.includes(task.status));
  const items = wanted
    .slice(offset, offset + limit)
    .map(({ task, phase }) => ({ ...taskView(task, commands), phase }));
  return { items, total: wanted.length, limit, offset };
}

export function progressView({ plan: row, phases }: PlanDetail): z.output<typeof planProgress> {
  const counts = Object.fromEntries(PLAN_TASK_STATUSES.map((status) => [status, 0])) as Record<
    PlanTaskStatus,
    number
  >;
  for (const { tasks } of phases) for (const { status } of tasks) counts[status] += 1;
  return {
    ...{ id: row.id, status: row.status, progress: row.progress, tasks: counts },
    phases: phases.map(({ name, status, progress, tasks }) => ({
      ...{ name, status, progress, tasks: tasks.length },
      done: tasks.filter((one) => one.status === 'completed' || one.status === 'skipped').length,
    })),
  };
}

function taskView(
  { row, status, reason, attempts, gates, worktree }: TaskDetail,
  commands: ReadonlySet<string>,
): TaskView {
  return {
    key: row.key,
    status,
    reason,
    prompt: row.prompt,
    proposed: commands.has(row.prompt),
    target_session: row.target_session,
    provider: row.provider,
    specialty: row.specialty,
    priority: row.priority,
    after: [...listOf(row.after)],
    touches: [...listOf(row.touches)],
    timeout_minutes: row.timeout_minutes,
    max_retries: row.max_retries,
    evidence: row.evidence,
    worktree_settings:
      row.worktree === null ? null : (JSON.parse(row.worktree) as TaskView['worktree_settings']),
    worktree: worktree ? worktreeView(worktree) : null,
    prompt_ids: attempts.flatMap(({ prompt_id: id }) => id ?? []),
    gates: gates.map((gate, place) => gateView(gate, place + 1, commands)),
    attempts: attempts.map(attemptView),
  };
}

const gateView = (
  { gate, row, stale }: GateDetail,
  number: number,
  commands: ReadonlySet<string>,
): TaskView['gates'][number] => ({
  number,
  asked: row?.asked ?? 0,
  type: gate.type,
  status: row?.status ?? 'pending',
  what: gateWords(gate),
  evidence: row?.evidence ?? null,
  proposed: gate.type === 'command' && commands.has(gate.command),
  stale,
  on_change: gate.type === 'approval' ? (gate.on_change ?? 'ask') : null,
  exit_code: row?.exit_code ?? null,
  decided_by: row?.decided_by ?? null,
  started_at: isoTime(row?.started_at ?? null),
  ended_at: isoTime(row?.ended_at ?? null),
});

function attemptView(row: AttemptRow): TaskView['attempts'][number] {
  const known = row.before_tree !== null && row.after_tree !== null;
  return {
    number: row.number,
    purpose: row.purpose,
    prompt_id: row.prompt_id,
    outcome: row.outcome,
    reason: row.reason,
    facts: {
      directory: row.directory,
      head_before: row.before_head,
      head_after: row.after_head,
      files_changed: row.files === null ? null : [...listOf(row.files)],
      changed: known ? row.before_tree !== row.after_tree || row.before_head !== row.after_head : null,
      ran: row.ran === null ? null : row.ran === 1,
      note: row.facts_note,
    },
    decided_by: row.decided_by,
    started_at: isoTime(row.started_at),
    ended_at: isoTime(row.ended_at),
  };
}

export const estimateView = ({ tasks, usd, tokens, ...rest }: PlanEstimate): z.output<typeof estimate> => ({
  ...{ tasks, usd, tokens, unknown_usd: [...rest.unknownUsd], unknown_tokens: [...rest.unknownTokens] },
  basis: rest.basis.map(({ agent, count, ...ranges }) => ({
    ...{ agent, turns: count, usd: ranges.usd, tokens: ranges.tokens },
  })),
});

export function draftView(row: DraftRow, workflowUrl: WorkflowUrl): z.output<typeof planDraft> {
  const { id, state, goal, reason, plan_id, project_id, working_dir, provider, model, cost_usd } = row;
  const workflowId = planDraftWorkflowId(id);
  return {
    ...{ id, state, goal, reason, plan_id, project_id, working_dir, provider, model, cost_usd },
    ...{ created_at: isoTime(row.created_at), created_by: row.created_by, ended_at: isoTime(row.ended_at) },
    ...{ workflow_id: workflowId, temporal_url: workflowUrl(workflowId) },
  };
}
