/** When the phases could be worked off: one after the other, on working days. */
import { type Phase, PHASES } from '../../workflows/contracts/milestones';

export interface PhaseHours {
  readonly phase: Phase;
  /** Of its open tasks. */
  readonly hours: number;
}

export interface PhaseDates {
  readonly phase: Phase;
  /** `YYYY-MM-DD`; null where nothing is open. */
  readonly starts_on: string | null;
  readonly ends_on: string | null;
}

export interface Timeline {
  readonly phases: readonly PhaseDates[];
  readonly working_days: number;
  readonly ends_on: string | null;
}

const DAY_MS = 86_400_000;

/** `today` counts as the first day where it is a working day. */
export function timeline(hours: readonly PhaseHours[], hoursPerDay: number, today: Date): Timeline {
  const dates = workingDays(today);
  let spent = 0;
  const phases = PHASES.map((phase): PhaseDates => {
    const own = hours.find((one) => one.phase === phase)?.hours ?? 0;
    if (own <= 0) return { phase, starts_on: null, ends_on: null };
    const starts = Math.floor(spent / hoursPerDay);
    spent += own;
    return { phase, starts_on: dates(starts), ends_on: dates(lastDay(spent, hoursPerDay)) };
  });
  return {
    phases,
    working_days: spent > 0 ? lastDay(spent, hoursPerDay) + 1 : 0,
    ends_on: spent > 0 ? dates(lastDay(spent, hoursPerDay)) : null,
  };
}

/** Index of the working day on which the last of `hours` falls. */
function lastDay(hours: number, hoursPerDay: number): number {
  return Math.max(0, Math.ceil(hours / hoursPerDay) - 1);
}

/** The date of the working day `index`, from 0. */
function workingDays(today: Date): (index: number) => string {
  const weekday = (today.getUTCDay() + 6) % 7;
  // A week-end begins with the Monday after it.
  const first = Math.min(weekday, 5);
  const monday = today.getTime() - weekday * DAY_MS;
  return (index) => {
    const days = first + index;
    const date = monday + (Math.floor(days / 5) * 7 + (days % 5)) * DAY_MS;
    return new Date(date).toISOString().slice(0, 10);
  };
}
