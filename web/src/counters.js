/**
 * The four numbers at the top.
 * @import { Answer } from '../../api/document/client-types'
 */
import { find, h, setText } from './dom';
import { icon } from './icons';
import { onAny, state } from './app/state';

/** @type {{ key: keyof Answer<'GET /api/assigner/status'>, label: string, shape: string, tone: string, status: string }[]} */
const COUNTERS = [
  { key: 'pending', label: 'Pending', shape: 'ring', tone: 'mute', status: 'pending' },
  { key: 'in_progress', label: 'In progress', shape: 'play', tone: 'busy', status: 'assigned,in_progress' },
  { key: 'completed_today', label: 'Completed today', shape: 'check', tone: 'ok', status: 'completed' },
  { key: 'failed_today', label: 'Failed today', shape: 'cross', tone: 'bad', status: 'failed' },
];

/** @param {(status: string) => void} [choose] makes the counters buttons */
export function startCounters(choose) {
  const numbers = new Map();
  for (const { key, label, shape, tone, status } of COUNTERS) {
    const number = h('span', { class: 'counter-number', 'data-counter': key }, '–');
    const words = h('span', { class: 'counter-label' }, icon(shape), label);
    const props = { class: 'counter', 'data-tone': tone };
    const element = choose
      ? h(
          'button',
          { ...props, type: 'button', title: 'Show these prompts', onclick: () => choose(status) },
          number,
          words,
        )
      : h('div', props, number, words);
    numbers.set(key, { number, element });
    find('#counters').append(element);
  }
  const show = () => {
    for (const [key, { number, element }] of numbers) {
      const value = state.status?.[key] ?? 0;
      setText(number, String(value));
      element.toggleAttribute('data-zero', value === 0);
    }
  };
  onAny(['state', 'status'], show);
}
