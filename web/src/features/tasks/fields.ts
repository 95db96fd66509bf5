/** The fields of each type of task, and of each git operation. */
import type { FieldOf, NewTask } from '../../../../api/document/api-types';

interface More {
  readonly hint?: string;
  readonly lines?: number;
  readonly required?: boolean;
  /** A line that is split at blanks. */
  readonly words?: boolean;
  readonly flag?: boolean;
  readonly number?: boolean;
  readonly value?: number;
}
export interface TaskField extends More {
  readonly name: FieldOf<NewTask>;
  readonly label: string;
}

const field = (name: FieldOf<NewTask>, label: string, more: More = {}): TaskField => ({
  name,
  label,
  ...more,
});
const command = field('command', 'Command', { hint: 'Empty: found by the project’s files.' });
const remote = [field('remote', 'Remote'), field('branch', 'Branch')];
const ref = field('ref', 'Branch, tag or commit');

export const TASK_FIELDS: Record<NewTask['type'], readonly TaskField[]> = {
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

export type GitOperation = Extract<NewTask, { type: 'git' }>['operation'];
export const GIT_FIELDS: Record<GitOperation, readonly TaskField[]> = {
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

export const COMMON_FIELDS: readonly TaskField[] = [
  field('working_dir', 'Working directory', {
    hint: 'Empty means the first allowed one, usually your home.',
  }),
  field('timeout_seconds', 'Time limit (s)', { number: true, value: 3600 }),
  field('max_retries', 'Retries', { number: true, value: 0 }),
  field('priority', 'Priority', { number: true, value: 0 }),
];
