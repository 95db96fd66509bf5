/**
 * One task in the panel of tasks.
 * @import { Task } from '../../api/document/api-types'
 * @import { View } from './dom'
 */
import { h, setAttribute, setMessage, setText } from './dom';
import { badge, taskLook } from './labels';
import { liveTime } from './time';

/** @param {Task} first @returns {View<Task>} */
export function taskRow({ id }) {
  const status = badge();
  const title = h('span', { class: 'first-line' });
  const reason = h('span', { class: 'reason' });
  const type = h('span', { class: 'task-type muted' });
  const age = liveTime('age');
  const link = h(
    'a',
    { class: 'row-link', href: `#/task/${id}` },
    h('span', { class: 'id' }, `#${id}`),
    ' ',
    title,
  );
  const element = h(
    'li',
    { class: 'task-row', 'data-task': id },
    status.element,
    h('div', { class: 'task-what' }, link, reason),
    type,
    age.element,
  );
  return {
    element,
    update(task) {
      const look = taskLook(task.status);
      status.update(look);
      setAttribute(element, 'data-tone', look.tone);
      setText(title, task.title);
      setMessage(reason, task.reason);
      setText(type, task.type);
      age.update(task.created_at);
    },
  };
}
