/** Sessions of which nobody knows what they do, at their usage limit, or without the agent that prompts wait for. */
import type { HealthLimits } from '../../config/health-limits';
import type { Store } from '../../store';
import type { SessionRow } from '../../store/rows';
import type { Finding } from '../../workflows/contracts/health';
import { type Before, check, type Check, count, finding } from './finding';
import { since } from './since';

export type SeenSession = Pick<
  SessionRow,
  'name' | 'status' | 'rule' | 'provider' | 'present' | 'owner' | 'detected' | 'limited_until'
> & {
  /** How long it has been in this state while it was looked at. */
  readonly forMs: number;
};

const MINUTE_MS = 60_000;
/** Of sessions whose machine is away: that is a reason of its own. */
const AWAY = 'host.away';

export function judgeSessions(
  sessions: readonly SeenSession[],
  { unknown_minutes: minutes }: HealthLimits,
): Finding[] {
  const ours = sessions.filter(({ owner }) => owner === null);
  const unknown = ours.filter(
    ({ present, status, rule, forMs }) =>
      present === 1 && status === 'unknown' && rule !== AWAY && forMs >= minutes * MINUTE_MS,
  );
  const limited = ours.filter(({ present, status }) => present === 1 && status === 'limited');
  const stopped = ours.filter(
    ({ status, provider, present, detected }) =>
      status === 'exited' && provider !== 'shell' && present === 1 && detected === 0,
  );
  return [
    of('unknown', unknown, {
      reason: `${count(unknown.length, 'session', 'shows', 'show')} a screen that is not recognised, and so gets no prompts.`,
      remedy: 'Look at it: architect explain NAME says what is seen there and why that is not enough.',
    }),
    of('limited', limited, {
      reason: `${count(limited.length, 'session', 'has', 'have')} reached the usage limit of the account.`,
      remedy: 'Prompts wait until the limit is over, or for a session of another account.',
    }),
    of('stopped', stopped, {
      reason: `${count(stopped.length, 'session', 'has', 'have')} no agent any more: it ended.`,
      remedy: 'Start the agent there again, or remove the session.',
    }),
  ].flat();
}

function of(
  kind: string,
  sessions: readonly SeenSession[],
  text: { reason: string; remedy: string },
): Finding[] {
  if (sessions.length === 0) return [];
  const subjects = sessions.map(({ name }) => name);
  return [finding('sessions', kind, { ...text, subjects, value: sessions.length, limit: 0 })];
}

export function sessionCheck(store: Pick<Store, 'sessions'>, { awakeMs, subjectsOf }: Before): Check {
  const { forMs, forgetOthers } = since(awakeMs, { unknown: subjectsOf('sessions.unknown') });
  const look = (): SeenSession[] => {
    const rows = store.sessions.list();
    forgetOthers(new Set(rows.map(({ name }) => name)));
    return rows.map((row) => ({ ...row, forMs: forMs(row.name, row.status) }));
  };
  return check('sessions', look, judgeSessions);
}
