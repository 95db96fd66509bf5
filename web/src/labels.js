/**
 * The words, shapes and tones of states; tones are ok, busy, warn, bad and mute.
 * @import { Prompt, Session, Task } from '../../api/document/api-types'
 * @import { View } from './dom'
 */
import { h, setAttribute, setText } from './dom';
import { icon, setShape } from './icons';

const UNKNOWN = { label: 'Unknown', shape: 'question', tone: 'mute' };

/** @typedef {{ label: string, shape: string, tone: string }} Look */

/** @type {Record<Session['status'], Look>} */
const SESSION = {
  waiting_input: { label: 'Ready', shape: 'dot', tone: 'ok' },
  idle: { label: 'Idle', shape: 'ring', tone: 'ok' },
  busy: { label: 'Busy', shape: 'play', tone: 'busy' },
  needs_confirmation: { label: 'Needs you', shape: 'triangle', tone: 'warn' },
  starting: { label: 'Starting', shape: 'half', tone: 'busy' },
  exited: { label: 'Exited', shape: 'square', tone: 'bad' },
  limited: { label: 'Limited', shape: 'pause', tone: 'warn' },
  unknown: UNKNOWN,
};

/** @type {Record<Prompt['status'], Look>} */
const STATUS = {
  pending: { label: 'Pending', shape: 'ring', tone: 'mute' },
  assigned: { label: 'Assigned', shape: 'half', tone: 'busy' },
  in_progress: { label: 'In progress', shape: 'play', tone: 'busy' },
  completed: { label: 'Completed', shape: 'check', tone: 'ok' },
  failed: { label: 'Failed', shape: 'cross', tone: 'bad' },
  cancelled: { label: 'Cancelled', shape: 'slash', tone: 'mute' },
};

/** @type {Record<Prompt['stage'], Look>} */
const STAGE = {
  accepted: { label: 'Accepted', shape: 'ring', tone: 'mute' },
  queued: { label: 'Queued', shape: 'ring', tone: 'mute' },
  leased: { label: 'Leased', shape: 'half', tone: 'busy' },
  typing: { label: 'Typing', shape: 'half', tone: 'busy' },
  typed: { label: 'Typed', shape: 'half', tone: 'busy' },
  submitted: { label: 'Submitted', shape: 'half', tone: 'busy' },
  taken: { label: 'Taken', shape: 'play', tone: 'busy' },
  working: { label: 'Working', shape: 'play', tone: 'busy' },
  needs_confirmation: { label: 'Needs you', shape: 'triangle', tone: 'warn' },
  completed: STATUS.completed,
  failed: STATUS.failed,
  cancelled: STATUS.cancelled,
  indeterminate: { label: 'Indeterminate', shape: 'question', tone: 'warn' },
};

/** @type {Record<Task['status'], Look>} */
const TASK = {
  pending: STATUS.pending,
  running: { label: 'Running', shape: 'play', tone: 'busy' },
  completed: STATUS.completed,
  failed: STATUS.failed,
  cancelled: STATUS.cancelled,
  lost: { label: 'Lost', shape: 'question', tone: 'warn' },
};
/** @param {Task['status']} status */
export const taskLook = (status) => TASK[status] ?? UNKNOWN;
/** @param {Task} task */
export const isTaskSettled = ({ status }) => !['pending', 'running'].includes(status);

export const SETTLED = ['completed', 'failed', 'cancelled'];
/** @param {Prompt} prompt */
export const isSettled = (prompt) => SETTLED.includes(prompt.status);
/** Stages and states in which nothing goes on until a person acts. @param {Prompt} prompt */
export const needsPerson = (prompt) =>
  !prompt.archived && ['needs_confirmation', 'indeterminate'].includes(prompt.stage);

/** @param {string} status @returns {Look} */
export const sessionLook = (status) => SESSION[status] ?? UNKNOWN;
/** @param {string} stage @returns {Look} */
export const stageLook = (stage) => STAGE[stage] ?? { ...UNKNOWN, label: stage ?? 'Unknown' };
/** What a prompt came to, where that isn't plain from its status. */
/** @type {Partial<Record<NonNullable<Prompt['result']>, Look>>} */
const RESULT = {
  question: { label: 'Asks back', shape: 'question', tone: 'warn' },
  background: { label: 'In background', shape: 'half', tone: 'busy' },
  interrupted: { label: 'Interrupted', shape: 'pause', tone: 'warn' },
  limited: { label: 'Limit reached', shape: 'pause', tone: 'warn' },
};

/**
 * A prompt looks like its status, unless its stage asks for a person or it was completed in a way of its own.
 * @param {Prompt} prompt
 */
export const promptLook = (prompt) => {
  if (needsPerson(prompt)) return stageLook(prompt.stage);
  return (
    (prompt.status === 'completed' && prompt.result && RESULT[prompt.result]) ||
    (STATUS[prompt.status] ?? UNKNOWN)
  );
};
/**
 * The word beside that: the finer stage, or the other half of how it ended; empty where there is nothing to add.
 * @param {Prompt} prompt
 */
export function promptDetail(prompt) {
  if (needsPerson(prompt)) return '';
  const shown = promptLook(prompt).label;
  const finer = !isSettled(prompt)
    ? stageLook(prompt.stage)
    : prompt.status === 'completed'
      ? STATUS.completed
      : prompt.result && RESULT[prompt.result];
  return finer && finer.label !== shown ? finer.label.toLowerCase() : '';
}

/** A coloured label with a shape; `update(look)` changes it. @returns {View<Look>} */
export function badge() {
  const drawing = icon('question');
  const label = h('span');
  const element = h('span', { class: 'badge' }, drawing, label);
  return {
    element,
    update(look) {
      setAttribute(element, 'data-tone', look.tone);
      setShape(drawing, look.shape);
      setText(label, look.label);
    },
  };
}
