/**
 * The milestones panel: what is left to do in each project, and the scan that finds it.
 * @import { Milestone } from '../../api/document/api-types'
 * @import { Answer } from '../../api/document/client-types'
 * @import { View } from './dom'
 */
import { call } from './app/api';
import { find, h, reconcile, setAttribute, setText } from './dom';
import { runScan, scanWords } from './milestone-scan';
import { openMilestone } from './milestone-view';
import { hours, progressBar } from './progress';
import { on } from './app/state';
import { liveTime } from './time';

/** More projects than that are read from the command line. */
const SHOWN = 100;

export function startMilestones() {
  find('#milestones-scan').addEventListener('click', (event) => scan(event.currentTarget));
  // The state comes at the start and after every reconnect: scans may have run meanwhile.
  on('state', load);
}

async function load() {
  try {
    show(await call('GET /api/milestones', { query: { limit: SHOWN } }));
  } catch (error) {
    say(error.message, 'bad');
  }
}

/** @param {Answer<'GET /api/milestones'>} page */
function show({ items, total }) {
  setText(find('#milestones-count'), total ? String(total) : '');
  find('#milestones-empty').hidden = total > 0;
  reconcile(find('#milestones-list'), items, ({ id }) => id, milestoneRow);
}

/** @param {Milestone} first @returns {View<Milestone>} */
function milestoneRow({ id }) {
  const name = h('button', { type: 'button', class: 'link-button milestone-name' });
  name.addEventListener('click', () => openMilestone(id, load));
  const counts = h('span', { class: 'muted' });
  const bar = progressBar();
  const scanned = liveTime('ago');
  const element = h(
    'li',
    { class: 'milestone', 'data-milestone': id },
    h('div', { class: 'milestone-head' }, name, counts),
    bar.element,
    h('p', { class: 'muted milestone-foot' }, 'scanned ', scanned.element),
  );
  return {
    element,
    update(milestone) {
      setText(name, milestone.project_name ?? milestone.title ?? `Milestone ${id}`);
      setText(counts, `${milestone.open_tasks} open · ${hours(milestone.estimated_hours)}`);
      bar.update(milestone, name.textContent);
      scanned.update(milestone.scanned_at ?? milestone.created_at);
    },
  };
}

async function scan(button) {
  button.disabled = true;
  say('Scanning the projects…');
  try {
    const { text, tone } = scanWords(await runScan());
    say(text, tone);
    await load();
  } catch (error) {
    say(error.message, 'bad');
  } finally {
    button.disabled = false;
  }
}

/** The panel's own line for how a scan went. */
function say(text, tone = 'ok') {
  const line = find('#milestones-message');
  setText(line, text);
  setAttribute(line, 'data-tone', tone);
  line.hidden = !text;
}
