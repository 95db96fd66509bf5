/**
 * The fields of each type of task, and of each git operation. `words` = a line that is split at blanks.
 * @import { FieldOf, NewTask } from '../../api/document/api-types'
 */

/**
 * @typedef {{ hint?: string, lines?: number, required?: boolean, words?: boolean, flag?: boolean, number?: boolean, value?: number }} More
 * @typedef {{ name: FieldOf<NewTask>, label: string } & More} Field
 */

/** @param {FieldOf<NewTask>} name @param {string} label @param {More} [more] @returns {Field} */
const field = (name, label, more = {}) => ({ name, label, ...more });
const command = field('command', 'Command', { hint: 'Empty: found by the project’s files.' });
const remote = [field('remote', 'Remote'), field('branch', 'Branch')];
const ref = field('ref', 'Branch, tag or commit');

/** @type {Record<NewTask['type'], Field[]>} */
export const TASK_FIELDS = {
  shell: [field('command', 'Command', { lines: 3, required: true })],
  python: [
    field('script', 'Script', { hint: 'A file in the working directory.' }),
    field('args', 'Arguments', { words: true }),
    field('code', 'Or code', { lines: 3 }),
  ],
  git: [],
  deploy: [
    field('script', 'Script', { required: true, hint: 'An executable file in the working directory.' }),
    field('target', 'Target', { required: true }),
  ],
  test: [command],
  build: [command],
};

/** @type {Record<Extract<NewTask, { type: 'git' }>['operation'], Field[]>} */
export const GIT_FIELDS = {
  status: [],
  pull: remote,
  fetch: [field('remote', 'Remote')],
  push: remote,
  clone: [field('url', 'Address', { required: true }), field('directory', 'Directory')],
  commit: [
    field('message', 'Message', { required: true, lines: 2 }),
    field('all', 'All changes', { flag: true }),
  ],
  branch: [field('name', 'Name', { hint: 'Empty: list them.' })],
  checkout: [{ ...ref, required: true }],
  diff: [ref],
  log: [ref],
  tag: [field('name', 'Name', { hint: 'Empty: list them.' })],
  merge: [{ ...ref, required: true }],
  stash: [field('message', 'Message')],
};

export const COMMON_FIELDS = [
  field('working_dir', 'Working directory', {
    hint: 'Empty means the first allowed one, usually your home.',
  }),
  field('timeout_seconds', 'Time limit (s)', { number: true, value: 3600 }),
  field('max_retries', 'Retries', { number: true, value: 0 }),
  field('priority', 'Priority', { number: true, value: 0 }),
];
