/** The text of the hourly message, in the form of the original. */
import { DateTime } from 'luxon';
import type { Store } from '../../store';

/** Those two always, as in the original; others where they have sessions. */
const ALWAYS = ['claude', 'codex'];
/** A message is for a small screen. */
const MOST_REASONS = 3;
const LONGEST_REASON = 120;

type Facts = Pick<Store, 'figures' | 'prompts' | 'smsFacts'>;

/** @param reasons what is wrong now, as sentences for anyone; none = healthy */
export function smsMessage(store: Facts, reasons: readonly string[], now: Date): string {
  const figures = store.figures();
  const { sessionsByProvider, promptsDoneInTheHour } = store.smsFacts();
  const prompts = store.prompts.counts();
  const idle = figures.sessions_by_status['idle'] ?? 0;
  const { pending = 0, running = 0 } = figures.tasks_by_status;
  const time = DateTime.fromJSDate(now).setLocale('en-US').toFormat('h:mma');
  return [
    `🔧 Architect ${time}`,
    '',
    `Sessions: ${figures.active_sessions} active, ${idle} idle`,
    `  ${providers(sessionsByProvider)}`,
    '',
    `Prompts: ${prompts.pending} queued | ${prompts.in_progress} active | ${promptsDoneInTheHour} done (1h)`,
    '',
    `Tasks: ${pending} pending | ${running} active`,
    '',
    `Features: ${figures.active_features} active | ${figures.features_completed_24h} done (24h)`,
    '',
    ...health(reasons),
  ].join('\n');
}

function providers(counts: Readonly<Record<string, number>>): string {
  const others = Object.keys(counts)
    .filter((name) => !ALWAYS.includes(name))
    .sort();
  return [...ALWAYS, ...others].map((name) => `${titled(name)}: ${counts[name] ?? 0}`).join(' | ');
}

const titled = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function health(reasons: readonly string[]): string[] {
  if (reasons.length === 0) return ['Health: ✅ HEALTHY'];
  const shown = reasons.slice(0, MOST_REASONS).map((reason) => `- ${shortened(reason)}`);
  const more = reasons.length - MOST_REASONS;
  return ['Health: ⚠️ DEGRADED', ...shown, ...(more > 0 ? [`- and ${more} more`] : [])];
}

const shortened = (text: string): string =>
  text.length <= LONGEST_REASON ? text : `${text.slice(0, LONGEST_REASON - 1).trimEnd()}…`;
