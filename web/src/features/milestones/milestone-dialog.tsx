/** The dialog of one milestone: phases with their dates, open tasks, and the button that makes features of them. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useCallback, useEffect } from 'preact/hooks';
import type { MilestoneDetail } from '../../../../api/document/api-types';
import { call, messageOf } from '../../app/api';
import { at } from '../../app/root';
import { useActions } from '../../ui/actions';
import { Dialog, openDialog } from '../../ui/dialog';
import { hours } from '../../ui/duration';
import { PanelMessage } from '../../ui/panel-message';
import { Progress } from './progress';
import type { ScanWords } from './scan';

type MilestoneTask = MilestoneDetail['tasks']['items'][number];

const PAGE = 100;

/** `changed` is called when features were made. */
export const openMilestone = (id: number, changed: () => void): void =>
  void openDialog((close) => <MilestoneDialog id={id} changed={changed} close={close} />);

interface MilestoneDialogProps {
  readonly id: number;
  readonly changed: () => void;
  readonly close: () => void;
}

function MilestoneDialog({ id, changed, close }: MilestoneDialogProps): VNode {
  const detail = useSignal<MilestoneDetail | null>(null);
  const said = useSignal<ScanWords | null>(null);
  const actions = useActions((error) => (said.value = { text: messageOf(error), tone: 'bad' }));
  const load = useCallback(async (): Promise<void> => {
    try {
      const query = { status: 'open', limit: PAGE } as const;
      detail.value = await call('GET /api/milestones/:id', { params: { id }, query });
    } catch (error) {
      said.value = { text: messageOf(error), tone: 'bad' };
    }
  }, [id, detail, said]);
  useEffect(() => void load(), [load]);
  const make = async (): Promise<void> => {
    try {
      const { created, existing } = await call('POST /api/milestones/:id/features', {
        params: { id },
        body: {},
      });
      const text = `Made ${created.length} features; ${existing.length} tasks had theirs.`;
      said.value = { text, tone: 'ok' };
      changed();
    } finally {
      await load();
    }
  };
  const isDone = !detail.value?.tasks.items.some(needsFeature);
  return (
    <Dialog
      id="milestone"
      title={detail.value ? (detail.value.title ?? `Milestone ${id}`) : 'Milestone'}
      class="dialog-wide"
      onClose={close}
    >
      <PanelMessage {...said.value} />
      <div class="dialog-body milestone-body">
        {detail.value ? <Content detail={detail.value} /> : 'Reading…'}
      </div>
      <div class="dialog-actions">
        <a href={at(`/api/milestones/${id}/report`)} target="_blank" rel="noopener">
          Report
        </a>
        <button
          type="button"
          class="button button-primary"
          disabled={actions.isBusy() || isDone}
          onClick={actions.press(make)}
        >
          Make features
        </button>
      </div>
    </Dialog>
  );
}

const needsFeature = (task: MilestoneTask): boolean => task.feature_id === null && task.record_id === null;

function Content({ detail: { summary, phases, tasks } }: { detail: MilestoneDetail }): VNode {
  const rest = tasks.total - tasks.items.length;
  return (
    <>
      <p>{summary}</p>
      <ul class="phases">
        {phases.map((phase) => (
          <li key={phase.phase} data-phase={phase.phase}>
            <strong>{phase.title}</strong>
            <span class="muted">
              {phase.open_tasks} open · {hours(phase.estimated_hours)}
            </span>
            <span class="muted phase-dates">
              {phase.starts_on && `${phase.starts_on} to ${phase.ends_on}`}
            </span>
            <Progress counts={phase} label={phase.title} />
          </li>
        ))}
      </ul>
      {tasks.items.length > 0 && (
        <ul class="milestone-tasks">
          {tasks.items.map((task) => (
            <TaskItem key={task.id} task={task} />
          ))}
        </ul>
      )}
      {rest > 0 && <p class="muted">and {rest} more, which the report has.</p>}
    </>
  );
}

const TaskItem = ({ task }: { task: MilestoneTask }): VNode => (
  <li data-task={task.id}>
    <span class="tag">
      {task.tag ?? (task.record_id === null ? task.kind : `${task.kind} ${task.record_id}`)}
    </span>
    <span class="task-text">
      {task.text}{' '}
      {task.path && <span class="path muted">{task.line ? `${task.path}:${task.line}` : task.path}</span>}
    </span>
    <span class="muted">
      {task.feature_id === null ? hours(task.estimated_hours) : `feature ${task.feature_id}`}
    </span>
  </li>
);
