/** The words, shapes and tones of states. */
import type { Prompt, Session, Task } from '../../../api/document/api-types';
import type { Look } from '../ui/badge';
import { known } from './known';

const UNKNOWN: Look = { label: 'Unknown', shape: 'question', tone: 'mute' };

const SESSION: Record<Session['status'], Look> = {
  waiting_input: { label: 'Ready', shape: 'dot', tone: 'ok' },
  idle: { label: 'Idle', shape: 'ring', tone: 'ok' },
  busy: { label: 'Busy', shape: 'play', tone: 'busy' },
  needs_confirmation: { label: 'Needs you', shape: 'triangle', tone: 'warn' },
  starting: { label: 'Starting', shape: 'half', tone: 'busy' },
  exited: { label: 'Exited', shape: 'square', tone: 'bad' },
  limited: { label: 'Limited', shape: 'pause', tone: 'warn' },
  unknown: UNKNOWN,
};

const STATUS: Record<Prompt['status'], Look> = {
  pending: { label: 'Pending', shape: 'ring', tone: 'mute' },
  assigned: { label: 'Assigned', shape: 'half', tone: 'busy' },
  in_progress: { label: 'In progress', shape: 'play', tone: 'busy' },
  completed: { label: 'Completed', shape: 'check', tone: 'ok' },
  failed: { label: 'Failed', shape: 'cross', tone: 'bad' },
  cancelled: { label: 'Cancelled', shape: 'slash', tone: 'mute' },
};

const STAGE: Record<Prompt['stage'], Look> = {
  held: { label: 'Held', shape: 'pause', tone: 'mute' },
  blocked: { label: 'Blocked', shape: 'slash', tone: 'warn' },
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

const TASK: Record<Task['status'], Look> = {
  pending: STATUS.pending,
  running: { label: 'Running', shape: 'play', tone: 'busy' },
  completed: STATUS.completed,
  failed: STATUS.failed,
  cancelled: STATUS.cancelled,
  lost: { label: 'Lost', shape: 'question', tone: 'warn' },
};

export const taskLook = (status: Task['status']): Look => known(TASK, status) ?? UNKNOWN;
export const isTaskSettled = ({ status }: Pick<Task, 'status'>): boolean =>
  status !== 'pending' && status !== 'running';

export const SETTLED = ['completed', 'failed', 'cancelled'] as const;
export type Settled = (typeof SETTLED)[number];
type Standing = Pick<Prompt, 'status' | 'stage' | 'result' | 'archived'>;
export const isSettled = ({ status }: Pick<Prompt, 'status'>): boolean =>
  SETTLED.some((settled) => settled === status);
/** Stages in which nothing goes on until a person acts. */
export const needsPerson = ({ archived, stage }: Pick<Prompt, 'archived' | 'stage'>): boolean =>
  !archived && (stage === 'needs_confirmation' || stage === 'indeterminate' || stage === 'blocked');

export const sessionLook = (status: string): Look => known(SESSION, status) ?? UNKNOWN;
export const stageLook = (stage: string | null | undefined): Look =>
  known<Look>(STAGE, stage ?? null) ?? { ...UNKNOWN, label: stage ?? UNKNOWN.label };

/** What a prompt came to, if that isn't plain from its status. */
const RESULT: Partial<Record<NonNullable<Prompt['result']>, Look>> = {
  question: { label: 'Asks back', shape: 'question', tone: 'warn' },
  background: { label: 'In background', shape: 'half', tone: 'busy' },
  interrupted: { label: 'Interrupted', shape: 'pause', tone: 'warn' },
  limited: { label: 'Limit reached', shape: 'pause', tone: 'warn' },
};
const resultLook = (result: Prompt['result']): Look | undefined => (result ? RESULT[result] : undefined);

/** A prompt looks like its status, unless its stage asks for a person or it was completed in a way of its own. */
export function promptLook(prompt: Standing): Look {
  if (needsPerson(prompt)) return stageLook(prompt.stage);
  const completed = prompt.status === 'completed' ? resultLook(prompt.result) : undefined;
  return completed ?? known(STATUS, prompt.status) ?? UNKNOWN;
}

/** The word beside that: the finer stage, or the other half of how it ended; empty if there is nothing to add. */
export function promptDetail(prompt: Standing): string {
  if (needsPerson(prompt)) return '';
  const finer = finerLook(prompt);
  return finer && finer.label !== promptLook(prompt).label ? finer.label.toLowerCase() : '';
}

function finerLook(prompt: Standing): Look | undefined {
  if (!isSettled(prompt)) return stageLook(prompt.stage);
  return prompt.status === 'completed' ? STATUS.completed : resultLook(prompt.result);
}
