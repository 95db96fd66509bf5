/** One session in the sessions panel. */
import { h, setAttribute, setMessage, setText } from './dom.js';
import { badge, sessionLook } from './labels.js';
import { state } from './state.js';
import { duration, liveTime, localTime } from './time.js';

/** @param {any} session @param {{ view: (name: string) => void, end: (name: string) => void }} actions */
export function sessionCard({ name }, actions) {
  const status = badge();
  const kind = h('span', { class: 'muted kind' });
  const reason = h('p', { class: 'reason' });
  const task = h('p', { class: 'task' });
  const dir = h('span', { class: 'path' });
  const record = h('span', {});
  const since = liveTime('ago');
  const view = h(
    'button',
    {
      type: 'button',
      class: 'button button-small button-quiet button-link',
      'aria-label': `View screen of ${name}`,
    },
    'View screen',
  );
  const end = h(
    'button',
    { type: 'button', class: 'button button-small button-quiet', 'aria-label': `End session ${name}` },
    'End',
  );
  view.addEventListener('click', () => actions.view(name));
  end.addEventListener('click', () => actions.end(name));
  const element = h(
    'li',
    { class: 'session', 'data-session': name },
    h('div', { class: 'session-head' }, h('strong', { class: 'session-name' }, name), kind, status.element),
    reason,
    task,
    h('p', { class: 'session-facts muted' }, dir, h('span', {}, 'active ', since.element)),
    h('p', { class: 'session-record muted' }, record),
    h('div', { class: 'session-actions' }, view, end),
  );
  return {
    element,
    update(session) {
      const look = sessionLook(session.status);
      status.update(look);
      setAttribute(element, 'data-tone', look.tone);
      setText(kind, [session.provider, session.specialty].filter(Boolean).join(' · '));
      setMessage(reason, sessionReason(session));
      setAttribute(reason, 'title', [session.rule, session.evidence].filter(Boolean).join(': ') || null);
      showTask(task, session.current_task_id);
      setText(dir, shortPath(session.working_dir));
      setAttribute(dir, 'title', session.working_dir);
      setText(record, successRate(session));
      setAttribute(record, 'title', recordTitle(session));
      since.update(session.last_activity);
    },
  };
}

export function sessionReason({ status, reason, limited_until: until }) {
  if (status !== 'limited' || !until) return reason;
  return `The agent's usage limit is reached until ${localTime(until)}.`;
}

function showTask(line, id) {
  line.hidden = !id;
  if (!id) return;
  const prompt = state.prompts.get(id);
  const link = line.querySelector('a') ?? line.appendChild(h('a', {}));
  setAttribute(link, 'href', `#/prompt/${id}`);
  setText(link, prompt ? `#${id} ${firstLine(prompt.content)}` : `#${id}`);
}

export const firstLine = (text) => (text ?? '').trim().split('\n', 1)[0] ?? '';

/** The end of a path tells more than its beginning. */
export function shortPath(path) {
  const parts = (path ?? '').split('/');
  return parts.length > 4 ? `…/${parts.slice(-2).join('/')}` : (path ?? '');
}

export function successRate({ total_tasks_completed: done, total_tasks_failed: failed, success_rate: rate }) {
  return done + failed > 0 ? `${Math.round(rate * 100)} % of ${done + failed} succeeded` : 'no prompts yet';
}

function recordTitle({
  total_tasks_completed: done,
  total_tasks_failed: failed,
  avg_completion_time: seconds,
}) {
  if (!(done + failed)) return 'This session has not settled a prompt yet.';
  const average = seconds ? `, ${duration(seconds * 1000)} on average` : '';
  return `Success rate: ${done} completed, ${failed} failed${average}`;
}
