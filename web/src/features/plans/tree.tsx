/** A plan as a tree: its phases, their tasks, what the gates found, and what a person can do about it. */
import type { VNode } from 'preact';
import type { Plan } from '../../../../api/document/api-types';
import { planTag } from '../../../../workflows/contracts/plans';
import { call } from '../../app/api';
import { at } from '../../app/root';
import { flag } from '../../ui/attributes';
import { Badge } from '../../ui/badge';
import { confirmAction } from '../../ui/dialog';
import { openEditor, openPlanText } from './editor';
import { gateLook, planLook, planTaskLook } from './looks';
import { actions, decide, exportOf, removeDraft, removeTask } from './page';
import { StartPanel } from './start-panel';
import { openTask } from './task-form';
import { mayClose, WorktreeNode } from './worktree';

type Task = Plan['phases'][number]['tasks'][number];
type Gate = Task['gates'][number];

export const PlanTree = ({ plan }: { plan: Plan }): VNode => (
  <>
    <div class="panel-head">
      <div class="plan-head">
        <h2>
          #{plan.id} {plan.name}
        </h2>
        <Badge look={planLook(plan.status)} />
      </div>
      <PlanActions plan={plan} />
    </div>
    <div class="plan-body">
      <progress class="progress" max={100} value={plan.progress} aria-label={`${plan.progress} % done`} />
      <p class="muted" id="plan-facts">
        {[`${plan.progress} % done`, plan.reason, plan.working_dir, budgetWords(plan)]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {plan.status === 'draft' && <StartPanel plan={plan} />}
      {plan.phases.map((phase) => (
        <section key={phase.name} class="plan-phase">
          <h3>
            {phase.name} <span class="muted">{phase.progress} %</span>
          </h3>
          {phase.tasks.map((task) => (
            <TaskNode key={task.key} plan={plan} task={task} />
          ))}
        </section>
      ))}
    </div>
  </>
);

function budgetWords({ budget }: Plan): string | null {
  if (!budget) return null;
  const { usd, tokens } = budget;
  return `budget ${[usd === undefined ? [] : `$${usd}`, tokens === undefined ? [] : `${tokens} tokens`].flat().join(', ')}`;
}

const Action = ({ label, run }: { label: string; run: () => Promise<void> }): VNode => (
  <button
    type="button"
    class="button button-small"
    data-steady
    // Not disabled meanwhile: it would lose the focus, also to the question whether one is sure.
    aria-busy={flag(actions.isBusy())}
    onClick={actions.press(run)}
  >
    {label}
  </button>
);

function PlanActions({ plan }: { plan: Plan }): VNode {
  const { id, status } = plan;
  const post = (what: 'pause' | 'resume') => () =>
    decide(() => call(`POST /api/plans/:id/${what}`, { params: { id } }));
  // The draft that is shown, as it is shown; no gate of it, should it run already.
  const start = () =>
    decide(() =>
      call('POST /api/plans/:id/approve', {
        ...{ params: { id }, body: { start: true } },
        headers: { 'If-Match': planTag(plan) },
      }),
    );
  const cancel = async (): Promise<void> => {
    const sure = await confirmAction({
      title: `Cancel plan #${id}?`,
      text: 'Nothing more begins, and prompts under way are stopped. What was done stays.',
      action: 'Cancel plan',
    });
    if (sure) await decide(() => call('POST /api/plans/:id/cancel', { params: { id } }));
  };
  const copy = async (): Promise<void> => openEditor((await exportOf(id)).text);
  const discard = async (): Promise<void> => {
    const sure = await confirmAction({
      title: `Discard plan #${id}?`,
      text: 'It was not started. It is removed, with all that it says.',
      action: 'Discard plan',
    });
    if (sure) await removeDraft(id);
  };
  return (
    <div class="panel-actions">
      {status === 'draft' && <Action label="Start" run={start} />}
      {status === 'running' && <Action label="Pause" run={post('pause')} />}
      {status === 'paused' && <Action label="Resume" run={post('resume')} />}
      {['running', 'paused'].includes(status) && <Action label="Cancel" run={cancel} />}
      {status === 'draft' && <Action label="Discard" run={discard} />}
      {status !== 'cancelled' && <Action label="Add task" run={() => openTask(plan)} />}
      {status !== 'cancelled' && <Action label="Edit as YAML" run={() => openPlanText(id)} />}
      <Action label="Copy" run={copy} />
      <a class="button button-small" href={at(`/api/plans/${id}/export`)} download>
        Export
      </a>
    </div>
  );
}

function TaskNode({ plan, task }: { plan: Plan; task: Task }): VNode {
  const { id, status } = plan;
  const { key } = task;
  const remove = async (): Promise<void> => {
    const sure = await confirmAction({
      title: `Remove task ${key}?`,
      text: 'Its prompts stay. A task that others wait for is not removed.',
      action: 'Remove task',
    });
    if (sure) await removeTask(plan, key);
  };
  const params = { id, key };
  // What is decided is what is shown: neither a newer attempt nor the gate after it.
  const attempt = task.attempts.at(-1)?.number ?? 0;
  const asked = task.gates.find((gate) => gate.status === 'waiting' || gate.status === 'unknown');
  const post = (what: 'retry' | 'skip' | 'override') => () =>
    decide(() => call(`POST /api/plans/:id/tasks/:key/${what}`, { params, body: { attempt } }));
  const approve = (gate: Gate, approved: boolean) => () =>
    decide(() =>
      call('POST /api/plans/:id/tasks/:key/approve', {
        ...{ params, body: { attempt, gate: gate.number, asked: gate.asked, approved } },
      }),
    );
  const closeWorktree = () => decide(() => call('POST /api/plans/:id/tasks/:key/worktree/close', { params }));
  const isOpen = status !== 'cancelled' && status !== 'draft';
  const can = (...statuses: Task['status'][]): boolean => isOpen && statuses.includes(task.status);
  // Waits for others to merge its pull request.
  const isAtOthers = can('checking') && task.worktree?.state === 'pull_request';
  const isDone = task.status === 'completed' || task.status === 'skipped';
  const isUnderWay = ['running', 'checking', 'waiting_approval'].includes(task.status);
  const ids = task.prompt_ids;
  return (
    <article class="plan-task" data-task={key}>
      <div class="plan-task-head">
        <span class="plan-task-key">{key}</span>
        <Badge look={planTaskLook(task.status)} />
        {asked && can('waiting_approval', 'needs_person') && (
          <>
            <Action label="Approve" run={approve(asked, true)} />
            <Action label="Refuse" run={approve(asked, false)} />
          </>
        )}
        {can('failed', 'cancelled', 'needs_person', 'skipped', 'completed') && (
          <Action label="Retry" run={post('retry')} />
        )}
        {(can('pending', 'ready', 'blocked', 'failed', 'cancelled', 'needs_person', 'waiting_approval') ||
          isAtOthers) && <Action label="Skip" run={post('skip')} />}
        {(can('failed', 'needs_person', 'waiting_approval') || isAtOthers) && (
          <Action label="Override" run={post('override')} />
        )}
        {status !== 'cancelled' && !isDone && <Action label="Edit" run={() => openTask(plan, key)} />}
        {status !== 'cancelled' && !isUnderWay && <Action label="Remove" run={remove} />}
      </div>
      {task.reason !== null && <p class="reason">{task.reason}</p>}
      {task.worktree && (
        <WorktreeNode
          worktree={task.worktree}
          told={task.reason}
          close={
            mayClose(task.worktree) && !['running', 'checking'].includes(task.status) ? (
              <Action label="Close worktree" run={closeWorktree} />
            ) : null
          }
        />
      )}
      <pre>{task.prompt}</pre>
      {ids.length > 0 && (
        <p class="muted">
          Prompts:{' '}
          {ids.map((one) => (
            <a key={one} href={at(`/#/prompt/${one}`)}>
              #{one}{' '}
            </a>
          ))}
        </p>
      )}
      <ul class="plan-gates">
        {task.gates.map((gate, place) => (
          <GateNode key={place} gate={gate} />
        ))}
      </ul>
    </article>
  );
}

const GateNode = ({ gate }: { gate: Gate }): VNode => (
  <li>
    <div class="plan-task-head">
      <span class="muted">{gate.type}</span> <code>{gate.what}</code> <Badge look={gateLook(gate.status)} />
      {gate.proposed && <span class="muted">written by a model</span>}
      {gate.stale && <span class="muted">files have changed since</span>}
    </div>
    {gate.evidence !== null && (
      <details open={gate.status === 'failed' || gate.status === 'unknown'}>
        <summary>Evidence</summary>
        <pre>{gate.evidence}</pre>
      </details>
    )}
  </li>
);
