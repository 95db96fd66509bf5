/**
 * The dialog of one milestone: phases with their dates, open tasks, and the button that makes features of them.
 * @import { MilestoneDetail } from '../../api/document/api-types'
 */
import { call } from './app/api';
import { openDialog } from './dialogs';
import { h, setAttribute, setMessage, setText } from './dom';
import { hours, progressBar } from './progress';

const PAGE = 100;

/** @param {number} id @param {() => void} changed called when features were made */
export async function openMilestone(id, changed) {
  const message = h('p', { class: 'panel-message', role: 'status', hidden: true });
  const body = h('div', { class: 'dialog-body milestone-body' }, 'Reading…');
  const make = h(
    'button',
    { type: 'button', class: 'button button-primary', disabled: true },
    'Make features',
  );
  const report = h(
    'a',
    { href: `/api/milestones/${id}/report`, target: '_blank', rel: 'noopener' },
    'Report',
  );
  const foot = h('div', { class: 'dialog-actions' }, report, make);
  const dialog = openDialog({ title: 'Milestone', class: 'dialog-wide' }, message, body, foot);
  dialog.id = 'milestone';
  const say = (text, tone) => {
    setMessage(message, text);
    setAttribute(message, 'data-tone', tone);
  };
  const load = async () => {
    try {
      const query = /** @type {const} */ ({ status: 'open', limit: PAGE });
      const detail = await call('GET /api/milestones/:id', { params: { id }, query });
      setText(dialog.querySelector('h2'), detail.title ?? `Milestone ${id}`);
      body.replaceChildren(...content(detail));
      make.disabled = !detail.tasks.items.some(needsFeature);
    } catch (error) {
      say(error.message, 'bad');
    }
  };
  make.addEventListener('click', async () => {
    make.disabled = true;
    try {
      const { created, existing } = await call('POST /api/milestones/:id/features', {
        params: { id },
        body: {},
      });
      say(`Made ${created.length} features; ${existing.length} tasks had theirs.`, 'ok');
      changed();
    } catch (error) {
      say(error.message, 'bad');
    }
    await load();
  });
  await load();
}

/** @typedef {MilestoneDetail['tasks']['items'][number]} MilestoneTask */

/** @param {MilestoneTask} task */
const needsFeature = (task) => task.feature_id === null && task.record_id === null;

/** @param {MilestoneDetail} detail */
function content({ summary, phases, tasks }) {
  const rest = tasks.total - tasks.items.length;
  return [
    h('p', {}, summary ?? ''),
    h('ul', { class: 'phases' }, ...phases.map(phaseItem)),
    tasks.items.length > 0 && h('ul', { class: 'milestone-tasks' }, ...tasks.items.map(taskItem)),
    rest > 0 && h('p', { class: 'muted' }, `and ${rest} more, which the report has.`),
  ].filter(Boolean);
}

/** @param {MilestoneDetail['phases'][number]} phase */
function phaseItem(phase) {
  const bar = progressBar();
  bar.update(phase, phase.title);
  const dates = phase.starts_on ? `${phase.starts_on} to ${phase.ends_on}` : '';
  return h(
    'li',
    { 'data-phase': phase.phase },
    h('strong', {}, phase.title),
    h('span', { class: 'muted' }, `${phase.open_tasks} open · ${hours(phase.estimated_hours)}`),
    h('span', { class: 'muted phase-dates' }, dates),
    bar.element,
  );
}

/** @param {MilestoneTask} task */
function taskItem(task) {
  const place =
    task.path && h('span', { class: 'path muted' }, task.line ? `${task.path}:${task.line}` : task.path);
  const mark = task.tag ?? (task.record_id === null ? task.kind : `${task.kind} ${task.record_id}`);
  return h(
    'li',
    { 'data-task': task.id },
    h('span', { class: 'tag' }, mark),
    h('span', { class: 'task-text' }, task.text, ' ', place),
    h(
      'span',
      { class: 'muted' },
      task.feature_id === null ? hours(task.estimated_hours) : `feature ${task.feature_id}`,
    ),
  );
}
