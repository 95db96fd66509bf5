/** What a prompt's progress means for the feature or bug it works on. Pure: rows in, changes out. */
import type { WorkKind } from '../../workflows/contracts/work-item-words';
import type { ItemRow } from './rows';
import type { PromptRow } from '../rows';
import { timeMs } from '../db/time';

const MS_AN_HOUR = 3_600_000;
/** Hours are kept to about a third of a second. */
const HOUR_DIGITS = 4;

/** What is remembered between two changes of the prompt. */
export interface WorkState {
  readonly prompt_id: number;
  readonly former_status: string;
  /** What the prompt made of the status; null before it made anything of it. */
  readonly set_status: string | null;
  readonly counted_from: string | null;
}

export type WorkPrompt = Pick<
  PromptRow,
  'id' | 'status' | 'assigned_session' | 'assigned_at' | 'completed_at' | 'error' | 'reason' | 'question'
>;

export interface Progress {
  readonly item: Partial<ItemRow>;
  readonly state: Pick<WorkState, 'set_status' | 'counted_from'>;
}

/** What a person makes of it once the work is done. */
const DONE: Record<WorkKind, string> = { feature: 'completed', bug: 'resolved' };

/**
 * The status follows the prompt unless a person has set another one since; session and hours always do.
 * Worked on: `in_progress`. Completed: still that, and answered: an agent that says it is done may be wrong, so a person
 * says so. Failed: `blocked`, with the reason. Waiting or cancelled: as it was before.
 */
export function progress(kind: WorkKind, item: ItemRow, state: WorkState, prompt: WorkPrompt): Progress {
  const { status, reason } = statusOf(kind, state, prompt);
  const answered_at = prompt.status === 'completed' ? prompt.completed_at : null;
  const ours = item.status === (state.set_status ?? state.former_status);
  const hours = newHours(state, prompt);
  return {
    item: {
      prompt_id: prompt.id,
      ...(prompt.assigned_session !== null && { tmux_session: prompt.assigned_session }),
      ...(ours && { status, status_reason: reason, answered_at }),
      ...(hours > 0 && { actual_hours: rounded((item.actual_hours ?? 0) + hours) }),
    },
    state: {
      // A person's status stays a person's: it differs from what is kept here from now on.
      set_status: ours ? status : (state.set_status ?? state.former_status),
      counted_from: prompt.completed_at !== null ? prompt.assigned_at : state.counted_from,
    },
  };
}

function statusOf(kind: WorkKind, state: WorkState, prompt: WorkPrompt): { status: string; reason: string } {
  const what = `prompt ${prompt.id}`;
  switch (prompt.status) {
    case 'pending':
      return { status: state.former_status, reason: `${what}: ${prompt.reason ?? 'waiting'}` };
    case 'assigned':
    case 'in_progress':
      return {
        status: 'in_progress',
        reason: `${what} is worked on in session '${prompt.assigned_session}'`,
      };
    case 'completed':
      return {
        status: 'in_progress',
        reason:
          prompt.question === null
            ? `${what} is answered: see whether it is done, and make it ${DONE[kind]}`
            : `${what} is answered with a question: answer it, or make it ${DONE[kind]}`,
      };
    case 'failed':
      return {
        status: 'blocked',
        reason: `${what} failed: ${prompt.error ?? prompt.reason ?? 'no reason given'}`,
      };
    case 'cancelled':
      return { status: state.former_status, reason: `${what} was cancelled` };
  }
}

/** Hours of a try that has ended and isn't counted yet. */
function newHours({ counted_from }: WorkState, { assigned_at, completed_at }: WorkPrompt): number {
  if (assigned_at === null || completed_at === null || assigned_at === counted_from) return 0;
  return Math.max(0, timeMs(completed_at) - timeMs(assigned_at)) / MS_AN_HOUR;
}

function rounded(hours: number): number {
  return Number(hours.toFixed(HOUR_DIGITS));
}
