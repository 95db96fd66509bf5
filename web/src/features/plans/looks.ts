/** Words, shapes and tones of plans, their tasks and their gates. */
import type { Plan, PlanListed } from '../../../../api/document/api-types';
import { known } from '../../app/known';
import type { Look } from '../../ui/badge';

type TaskStatus = Plan['phases'][number]['tasks'][number]['status'];
type GateStatus = Plan['phases'][number]['tasks'][number]['gates'][number]['status'];

const UNKNOWN: Look = { label: 'Unknown', shape: 'question', tone: 'warn' };
const COMPLETED: Look = { label: 'Completed', shape: 'check', tone: 'ok' };
const FAILED: Look = { label: 'Failed', shape: 'cross', tone: 'bad' };
const CANCELLED: Look = { label: 'Cancelled', shape: 'slash', tone: 'mute' };
const RUNNING: Look = { label: 'Running', shape: 'play', tone: 'busy' };
const PENDING: Look = { label: 'Pending', shape: 'ring', tone: 'mute' };
const APPROVAL: Look = { label: 'Waits for approval', shape: 'triangle', tone: 'warn' };

const PLANS: Record<PlanListed['status'], Look> = {
  draft: { label: 'Draft', shape: 'ring', tone: 'mute' },
  running: RUNNING,
  paused: { label: 'Paused', shape: 'pause', tone: 'warn' },
  completed: COMPLETED,
  failed: FAILED,
  cancelled: CANCELLED,
};
const TASKS: Record<TaskStatus, Look> = {
  pending: PENDING,
  ready: { label: 'Ready', shape: 'dot', tone: 'mute' },
  blocked: { label: 'Blocked', shape: 'square', tone: 'bad' },
  running: RUNNING,
  checking: { label: 'Checking', shape: 'half', tone: 'busy' },
  waiting_approval: APPROVAL,
  needs_person: { label: 'Needs you', shape: 'triangle', tone: 'warn' },
  completed: COMPLETED,
  failed: FAILED,
  skipped: { label: 'Skipped', shape: 'slash', tone: 'mute' },
  cancelled: CANCELLED,
};
const GATES: Record<GateStatus, Look> = {
  pending: PENDING,
  running: RUNNING,
  waiting: APPROVAL,
  passed: { label: 'Passed', shape: 'check', tone: 'ok' },
  failed: FAILED,
  unknown: UNKNOWN,
  overridden: { label: 'Overridden', shape: 'check', tone: 'warn' },
};

export const planLook = (status: PlanListed['status']): Look => known(PLANS, status) ?? UNKNOWN;
export const planTaskLook = (status: TaskStatus): Look => known(TASKS, status) ?? UNKNOWN;
export const gateLook = (status: GateStatus): Look => known(GATES, status) ?? UNKNOWN;
