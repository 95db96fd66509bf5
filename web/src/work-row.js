/**
 * One feature or bug in its list.
 * @import { View } from './dom'
 * @import { Item, Kind } from './work-kinds'
 */
import { h, safeUrl, setAttribute, setMessage, setText } from './dom';
import { badge, isSettled, promptLook } from './labels';
import { hours } from './progress';
import { liveTime } from './time';
import { ANSWERED, DONE, nameOf, OPEN, severityLook, statusLook } from './work-kinds';
import { projectName } from './work-projects';
import { promptOf } from './work-prompts';

/**
 * @typedef {{ address: (id: number) => string, send: (item: Item) => void, pull: (item: Item) => void,
 *   done: (item: Item, button: any) => void,
 *   pullOf: (id: number) => { number: number, url: string } | undefined }} RowActions
 */

/** @param {'features' | 'bugs'} kind @param {Item} first @param {RowActions} actions @returns {View<Item>} */
export function itemRow(kind, first, actions) {
  let item = first;
  const status = badge();
  const answered = badge();
  const severity = badge();
  const title = h('a', { class: 'work-title' });
  const facts = h('span', { class: 'work-facts muted' });
  const reason = h('span', { class: 'reason' });
  const prompt = promptLink();
  const pull = h('a', { class: 'work-pull', target: '_blank', rel: 'noopener' });
  const priority = priorityMark();
  const age = liveTime('age');
  const send = action('Work on this', () => actions.send(item));
  const done = action(`Mark ${DONE[kind]}`, () => actions.done(item, done));
  const ask = action('Pull request', () => actions.pull(item));
  const element = h(
    'li',
    { class: 'work-row', 'data-id': first.id },
    h(
      'span',
      { class: 'work-status' },
      status.element,
      answered.element,
      kind === 'bugs' && severity.element,
    ),
    h(
      'div',
      { class: 'work-what' },
      title,
      h('span', { class: 'work-line' }, facts, prompt.element, pull),
      reason,
    ),
    priority.element,
    age.element,
    h('div', { class: 'work-actions' }, done, send, kind === 'features' && ask),
  );
  return {
    element,
    update(next) {
      item = next;
      const look = statusLook(kind, item.status);
      status.update(look);
      answered.element.hidden = item.answered_at === null;
      answered.update(ANSWERED);
      setAttribute(element, 'data-tone', look.tone);
      if ('severity' in item) severity.update(severityLook(item.severity));
      setText(title, nameOf(item));
      setAttribute(title, 'href', actions.address(item.id));
      setText(facts, factsOf(item));
      const works = promptOf(item.prompt_id);
      const isUnderWay = Boolean(works && !isSettled(works));
      setMessage(reason, isTelling(item, works) ? item.status_reason : '');
      prompt.update(item);
      showPull(pull, actions.pullOf(item.id));
      priority.update(item.priority);
      age.update(item.created_at);
      const isOpen = OPEN[kind].split(',').includes(item.status);
      send.hidden = !isOpen || isUnderWay;
      done.hidden = item.status !== 'in_progress' || isUnderWay;
      ask.hidden = item.project_id === null || !['in_progress', 'completed'].includes(item.status);
      setAttribute(send, 'aria-label', `Work on this: ${nameOf(item)}`);
      setAttribute(done, 'aria-label', `Mark ${DONE[kind]}: ${nameOf(item)}`);
      setAttribute(ask, 'aria-label', `Pull request: ${nameOf(item)}`);
    },
  };
}

/** Why it is in its status, where a person has to do with it: it is blocked, answered, or waits. @param {Item} item */
const isTelling = ({ status, answered_at: answered }, prompt) =>
  status === 'blocked' || answered !== null || prompt?.status === 'pending';

/** @returns {View<number>} */
export function priorityMark() {
  const short = h('span', { 'aria-hidden': true });
  const whole = h('span', { class: 'visually-hidden' });
  const element = h('span', { class: 'work-priority' }, short, whole);
  return {
    element,
    update(priority) {
      setText(short, priority ? `P ${priority}` : '');
      setText(whole, priority ? `Priority ${priority}` : '');
      setAttribute(element, 'title', priority ? `Priority ${priority}` : null);
    },
  };
}

const action = (label, onclick) =>
  h('button', { type: 'button', class: 'button button-small', onclick }, label);

/** @param {Item} item */
function factsOf(item) {
  const spent = item.actual_hours === null ? '' : `${hours(item.actual_hours)} spent`;
  const planned = item.estimated_hours === null ? '' : `${hours(item.estimated_hours)} planned`;
  const whose = item.assigned_to ?? '';
  const feature = 'feature_id' in item && item.feature_id !== null ? `feature #${item.feature_id}` : '';
  return [`#${item.id}`, projectName(item.project_id), feature, whose, planned, spent]
    .filter(Boolean)
    .join(' · ');
}

/** The prompt that works on it, or did so last, with the way to its receipt. @returns {View<Item>} */
function promptLink() {
  const look = badge();
  const number = h('span', { class: 'id' });
  const element = h('a', { class: 'work-prompt' }, look.element, number);
  return {
    element,
    update({ prompt_id: id }) {
      const prompt = promptOf(id);
      // One that was cleaned up has no receipt any more.
      element.hidden = id === null || prompt === null;
      setAttribute(element, 'href', `/#/prompt/${id}`);
      setAttribute(element, 'data-prompt', id);
      setText(number, `prompt ${id}`);
      look.element.hidden = !prompt;
      if (prompt) look.update(promptLook(prompt));
    },
  };
}

function showPull(link, pull) {
  const url = safeUrl(pull?.url);
  link.hidden = !url;
  setAttribute(link, 'href', url);
  setText(link, pull ? `Pull request #${pull.number}` : '');
}
