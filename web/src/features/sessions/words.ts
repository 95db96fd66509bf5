/** What is said of a session. */
import type { Session } from '../../../../api/document/api-types';
import { known } from '../../app/known';
import { duration, localTime } from '../../ui/duration';

export function sessionReason({
  status,
  reason,
  limited_until: until,
}: Pick<Session, 'status' | 'reason' | 'limited_until'>): string | null {
  if (status !== 'limited' || !until) return reason;
  return `The agent's usage limit is reached until ${localTime(until)}.`;
}

type Figures = Pick<
  Session,
  'total_tasks_completed' | 'total_tasks_failed' | 'success_rate' | 'avg_completion_time'
>;

export function successRate(session: Figures): string {
  const settled = session.total_tasks_completed + session.total_tasks_failed;
  return settled > 0
    ? `${Math.round(session.success_rate * 100)} % of ${settled} succeeded`
    : 'no prompts yet';
}

export function successTitle(session: Figures): string {
  const { total_tasks_completed: done, total_tasks_failed: failed, avg_completion_time: seconds } = session;
  if (!(done + failed)) return 'This session has not settled a prompt yet.';
  const average = seconds ? `, ${duration(seconds * 1000)} on average` : '';
  return `Success rate: ${done} completed, ${failed} failed${average}`;
}

const SOURCES: Readonly<Record<string, { readonly name: string; readonly words: string }>> = {
  hooks: { name: 'Hooks', words: 'told by its hooks' },
  transcript: { name: 'Transcript', words: 'read in its transcript' },
  title: { name: 'Title', words: 'told by its title' },
  screen: { name: 'Screen', words: 'read from its screen' },
};
/** Where a state was read, in a few words. */
export const sourceWords = (source: string | null): string | null => known(SOURCES, source)?.words ?? source;
export const sourceName = (source: string | null): string | null => known(SOURCES, source)?.name ?? source;
