/**
 * One session in the sessions panel.
 * @import { Session } from '../../api/document/api-types'
 * @import { View } from './dom'
 */
import { lookOfSession } from './app/confirmations';
import { h, setAttribute, setMessage, setText } from './dom';
import { badge } from './labels';
import { modeLine } from './session-mode';
import { sourceWords } from './explain';
import { icon } from './icons';
import { state } from './app/state';
import { duration, liveTime, localTime } from './time';
import { firstLine, shortPath } from './ui/text';

/**
 * @param {Session} first
 * @param {Record<'view' | 'why' | 'edit' | 'end' | 'takeOver', (name: string) => void>} actions
 * @returns {View<Session>}
 */
export function sessionCard({ name }, actions) {
  const status = badge();
  const kind = h('span', { class: 'muted kind' });
  const reason = h('p', { class: 'reason' });
  const task = h('p', { class: 'task' });
  const dir = h('span', { class: 'path' });
  const record = h('span', {});
  const since = liveTime('ago');
  const sleeps = liveTime('left');
  const sleep = h('p', { class: 'session-sleep' }, 'Sleeps for ', sleeps.element, ' more');
  const conflict = h('span', {});
  const disagreement = h('p', { class: 'disagreement' }, icon('triangle'), conflict);
  const source = h('span', {});
  const mode = modeLine(name);
  const button = (label, does, act, extra = '') =>
    h(
      'button',
      {
        type: 'button',
        class: `button button-small button-quiet ${extra}`,
        'aria-label': `${does} ${name}`,
        onclick: () => act(name),
      },
      label,
    );
  const takeOver = button('Take over', 'Take over', actions.takeOver);
  const element = h(
    'li',
    { class: 'session', 'data-session': name },
    h('div', { class: 'session-head' }, h('strong', { class: 'session-name' }, name), kind, status.element),
    reason,
    sleep,
    disagreement,
    task,
    h('p', { class: 'session-facts muted' }, dir, source, h('span', {}, 'active ', since.element)),
    mode.element,
    h('p', { class: 'session-record muted' }, record),
    h(
      'div',
      { class: 'session-actions' },
      button('Why?', 'Explain the state of', actions.why, 'button-link'),
      button('View screen', 'View screen of', actions.view, 'button-link'),
      button('Edit', 'Edit', actions.edit, 'button-link'),
      button('End', 'End session', actions.end),
      takeOver,
    ),
  );
  return {
    element,
    update(session) {
      const look = lookOfSession(session);
      status.update(look);
      setAttribute(element, 'data-tone', look.tone);
      setText(kind, [session.provider, session.specialty].filter(Boolean).join(' · '));
      setMessage(reason, sessionReason(session));
      setAttribute(reason, 'title', [session.rule, session.evidence].filter(Boolean).join(': ') || null);
      sleep.hidden = session.status !== 'limited' || !session.limited_until;
      sleeps.update(session.limited_until);
      disagreement.hidden = !session.disagreement;
      setText(conflict, session.disagreement);
      setMessage(source, sourceWords(session.evidence_source));
      takeOver.hidden = !session.owner;
      mode.update(session);
      showTask(task, session.current_task_id);
      setText(dir, shortPath(session.working_dir));
      setAttribute(dir, 'title', session.working_dir);
      setText(record, successRate(session));
      setAttribute(record, 'title', recordTitle(session));
      since.update(session.last_activity);
    },
  };
}

/** @param {Session} session */
export function sessionReason({ status, reason, limited_until: until }) {
  if (status !== 'limited' || !until) return reason;
  return `The agent's usage limit is reached until ${localTime(until)}.`;
}

/** @param {any} line @param {number | null} id */
function showTask(line, id) {
  line.hidden = !id;
  if (!id) return;
  const prompt = state.prompts.get(id);
  const link = line.querySelector('a') ?? line.appendChild(h('a', {}));
  setAttribute(link, 'href', `#/prompt/${id}`);
  setText(link, prompt ? `#${id} ${firstLine(prompt.content)}` : `#${id}`);
}

/** @param {Session} session */
export function successRate({ total_tasks_completed: done, total_tasks_failed: failed, success_rate: rate }) {
  return done + failed > 0 ? `${Math.round(rate * 100)} % of ${done + failed} succeeded` : 'no prompts yet';
}

/** @param {Session} session */
function recordTitle({
  total_tasks_completed: done,
  total_tasks_failed: failed,
  avg_completion_time: seconds,
}) {
  if (!(done + failed)) return 'This session has not settled a prompt yet.';
  const average = seconds ? `, ${duration(seconds * 1000)} on average` : '';
  return `Success rate: ${done} completed, ${failed} failed${average}`;
}
