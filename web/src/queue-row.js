/**
 * One prompt in the queue table.
 * @import { View } from './dom'
 * @import { Prompt } from './app/state'
 */
import { h, setAttribute, setMessage, setText } from './dom';
import { badge, promptDetail, promptLook } from './labels';
import { firstLine } from './ui/text';
import { liveTime } from './time';

/** @param {Prompt} first @returns {View<Prompt>} */
export function queueRow({ id }) {
  const status = badge();
  const stage = h('span', { class: 'stage muted' });
  const text = h('span', { class: 'first-line' });
  const reason = h('span', { class: 'reason' });
  const session = h('td', { role: 'cell', class: 'cell-session' });
  const priority = h('td', { role: 'cell', class: 'cell-priority number' });
  const age = liveTime('age');
  const link = h(
    'a',
    { class: 'row-link', href: `#/prompt/${id}` },
    h('span', { class: 'id' }, `#${id}`),
    ' ',
    text,
  );
  const element = h(
    'tr',
    { role: 'row', 'data-prompt': id },
    h('td', { role: 'cell', class: 'cell-status' }, status.element, stage),
    h('td', { role: 'cell', class: 'cell-prompt' }, link, reason),
    session,
    priority,
    h('td', { role: 'cell', class: 'cell-age number' }, age.element),
  );
  return {
    element,
    update(prompt) {
      const look = promptLook(prompt);
      status.update(look);
      setAttribute(element, 'data-tone', look.tone);
      setMessage(stage, promptDetail(prompt));
      setText(text, firstLine(prompt.content));
      setMessage(reason, whyOf(prompt));
      setAttribute(reason, 'data-warning', Boolean(prompt.warning));
      showSession(session, prompt);
      setText(priority, String(prompt.priority));
      setAttribute(priority, 'data-zero', prompt.priority === 0);
      age.update(prompt.created_at);
    },
  };
}

/** @param {Prompt} prompt */
function whyOf({ status, result, question, error, warning, reason }) {
  if (warning) return `Nobody can take it now: ${warning}`;
  if (result === 'question' && question) return firstLine(question);
  return status === 'failed' ? (error ?? reason) : reason;
}

/** @param {any} cell @param {Prompt} prompt */
function showSession(
  cell,
  { assigned_session: assigned, target_session: target, target_provider: provider },
) {
  const wanted = target ?? (provider ? `any ${provider}` : 'any');
  setText(cell, assigned ?? wanted);
  setAttribute(cell, 'data-wanted', !assigned);
  setAttribute(
    cell,
    'title',
    assigned ? `Worked on in ${assigned}` : `Waits for ${wanted === 'any' ? 'any session' : wanted}`,
  );
}
