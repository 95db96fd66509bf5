/**
 * One project in its list.
 * @import { Project } from '../../api/document/api-types'
 * @import { View } from './dom'
 * @import { Figures } from './work-figures'
 */
import { h, setAttribute, setMessage, setText } from './dom';
import { badge } from './labels';
import { openMilestone } from './milestone-view';
import { liveTime } from './time';
import { figuresOf } from './work-figures';
import { counted, statusLook } from './work-kinds';
import { addressOf } from './work-place';
import { priorityMark } from './work-row';

/**
 * @typedef {{ address: (id: number) => string, scan: (project: Project, button: any) => void,
 *   github: (project: Project) => void, changed: () => void }} ProjectActions
 */

/** @param {Project} first @param {ProjectActions} actions @returns {View<Project>} */
export function projectRow(first, actions) {
  const { id } = first;
  let project = first;
  const status = badge();
  const title = h('a', { class: 'work-title' });
  const path = h('span', { class: 'work-path muted' });
  const warning = h('span', { class: 'reason' });
  const features = h('a', { href: addressOf({ kind: 'features', filters: { project: String(id) } }) });
  const bugs = h('a', { href: addressOf({ kind: 'bugs', filters: { project: String(id) } }) });
  const milestone = milestoneLine(actions.changed);
  const priority = priorityMark();
  const age = liveTime('age');
  const scan = h('button', { type: 'button', class: 'button button-small' }, 'Scan');
  scan.addEventListener('click', () => actions.scan(project, scan));
  const github = h('button', { type: 'button', class: 'button button-small' }, 'GitHub');
  github.addEventListener('click', () => actions.github(project));
  const element = h(
    'li',
    { class: 'work-row', 'data-id': id },
    h('span', { class: 'work-status' }, status.element),
    h(
      'div',
      { class: 'work-what' },
      title,
      path,
      warning,
      h('span', { class: 'work-line' }, features, bugs, milestone.element),
    ),
    priority.element,
    age.element,
    h('div', { class: 'work-actions' }, scan, github),
  );
  return {
    element,
    update(next) {
      project = next;
      const figures = figuresOf(id);
      status.update(statusLook('projects', project.status));
      setText(title, project.name);
      setAttribute(title, 'href', actions.address(id));
      setMessage(path, project.source_path);
      setMessage(warning, project.status === 'archived' ? '' : project.warning);
      setMessage(features, open(figures.features, 'feature'));
      setMessage(bugs, open(figures.bugs, 'bug'));
      const canScan = Boolean(project.source_path) && project.status === 'active';
      milestone.update(figures, canScan);
      priority.update(project.priority);
      age.update(project.created_at);
      scan.hidden = !canScan;
      setAttribute(scan, 'aria-label', `Scan ${project.name}`);
      setAttribute(github, 'aria-label', `GitHub: ${project.name}`);
    },
  };
}

/** @param {number | undefined} count */
const open = (count, noun) => (count === undefined ? '' : counted(count, `open ${noun}`));

/** What the last scan found, with the way to all of it. @param {() => void} changed */
function milestoneLine(changed) {
  let id = 0;
  const tasks = h('button', { type: 'button', class: 'link-button' });
  tasks.addEventListener('click', () => openMilestone(id, changed));
  const scanned = liveTime('ago');
  const found = h('span', {}, tasks, ', scanned ', scanned.element);
  const none = h('span', {}, 'not scanned yet');
  return {
    element: h('span', { class: 'muted' }, found, none),
    /** @param {Figures} figures @param {boolean} canScan */
    update({ milestone, features }, canScan) {
      found.hidden = !milestone;
      // Before the first reading nothing is known.
      none.hidden = !canScan || features === undefined || Boolean(milestone);
      if (!milestone) return;
      id = milestone.id;
      setText(tasks, `${milestone.open_tasks.toLocaleString()} tasks left`);
      scanned.update(milestone.scanned_at ?? milestone.created_at);
    },
  };
}
