/**
 * The steps of a prompt, oldest first, each with its time, reason, evidence and what it took.
 * @import { HistoryEntry } from '../../api/document/api-types'
 * @import { View } from './dom'
 */
import { h, reconcile } from './dom';
import { icon } from './icons';
import { stageLook } from './labels';
import { duration, fixedTime, liveTime } from './time';

const CLOCK = { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 };
/** Longer evidence is folded, so that the steps stay in view. */
const FOLD_CHARACTERS = 240;

/** @typedef {HistoryEntry & { gapMs: number | null, isLast: boolean, settled: boolean }} Step */

/** @param {Element} list @param {readonly HistoryEntry[]} history @param {boolean} settled */
export function showTimeline(list, history, settled) {
  const steps = history.map((entry, index) => ({
    ...entry,
    gapMs: index ? Date.parse(entry.at ?? '') - Date.parse(history[index - 1]?.at ?? '') : null,
    isLast: index === history.length - 1,
    settled,
  }));
  reconcile(list, steps, (entry) => entry.id, step);
}

/** @param {Step} entry @returns {View<Step>} */
function step(entry) {
  const look = stageLook(entry.stage);
  const running = liveTime('running');
  const still = h('span', { class: 'gap' }, 'for ', running.element);
  running.update(entry.at);
  const head = h(
    'div',
    { class: 'step-head' },
    h('strong', {}, look.label),
    entry.session && h('span', { class: 'mono' }, entry.session),
    h('span', { class: 'step-time' }, dayOf(entry.at), fixedTime(entry.at, CLOCK)),
    entry.gapMs !== null &&
      h('span', { class: 'gap', title: 'since the step before' }, `+${duration(entry.gapMs)}`),
    still,
  );
  const element = h(
    'li',
    { class: 'step', 'data-tone': look.tone, 'data-stage': entry.stage },
    h('span', { class: 'step-mark' }, icon(look.shape)),
    h(
      'div',
      { class: 'step-body' },
      head,
      entry.reason && h('p', {}, entry.reason),
      evidence(entry.evidence),
    ),
  );
  return {
    element,
    update: ({ isLast, settled }) => (still.hidden = !isLast || settled),
  };
}

/** The date, where it isn't today's. */
function dayOf(iso) {
  const day = new Date(iso).toLocaleDateString(undefined, { dateStyle: 'medium' });
  return day === new Date().toLocaleDateString(undefined, { dateStyle: 'medium' }) ? '' : `${day}, `;
}

function evidence(value) {
  if (value === null || value === undefined || value === '') return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  const block = h('pre', { class: 'evidence' }, text);
  if (text.length <= FOLD_CHARACTERS) return block;
  return h('details', {}, h('summary', {}, 'Evidence'), block);
}
