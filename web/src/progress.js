/**
 * How far the tasks of a milestone or a phase are.
 * @import { Milestone } from '../../api/document/api-types'
 */
import { h, setAttribute } from './dom';

export function progressBar() {
  const element = h('progress', { class: 'progress' });
  return {
    element,
    /** @param {Pick<Milestone, 'total_tasks' | 'done_tasks'>} counts @param {string} label */
    update({ total_tasks: total, done_tasks: done }, label) {
      // An empty project is done.
      setAttribute(element, 'max', total || 1);
      setAttribute(element, 'value', total ? done : 1);
      setAttribute(element, 'aria-label', `${label}: ${done} of ${total} tasks done`);
      setAttribute(element, 'title', `${done} of ${total} tasks done`);
    },
  };
}

/** @param {number} number */
export const hours = (number) => `${Math.round(number * 10) / 10} h`;
