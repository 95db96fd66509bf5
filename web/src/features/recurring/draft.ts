/** What stands in the form of a recurring prompt, and what of it is sent. */
import { signal } from '@preact/signals';
import type { Body } from '../../app/api';
import { lengthFrom, lengthText } from '../../ui/duration';
import { templateDraft, templateOf } from './template-fields';
import type { Recurring, Template } from './load';

const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** As the API has it where nothing is said. */
const DEFAULTS = { priority: 0, timeout_minutes: 30, max_retries: 3, catch_up_minutes: 60 };

export function recurringDraft(from?: Recurring) {
  const { priority, timeout_minutes, max_retries, catch_up_minutes } = from ?? DEFAULTS;
  const isInterval = from?.interval_seconds != null;
  return {
    name: signal(from?.name ?? ''),
    content: signal(from?.content ?? ''),
    kind: signal(isInterval ? 'interval' : 'cron'),
    times: signal(isInterval ? lengthText(from.interval_seconds ?? 0) : (from?.cron ?? '')),
    zone: signal(from?.timezone ?? ownZone),
    session: signal(from?.target_session ?? ''),
    agent: signal<string>(from?.target_provider ?? ''),
    specialty: signal(from?.specialty ?? ''),
    project: signal(from?.project_id == null ? '' : String(from.project_id)),
    priority: signal(String(priority)),
    timeout: signal(String(timeout_minutes)),
    retries: signal(String(max_retries)),
    catchUp: signal(String(catch_up_minutes)),
    template: templateDraft(from?.template ?? '', from?.variables),
  };
}
export type RecurringDraft = ReturnType<typeof recurringDraft>;

/** A number that is left out stays as it is, or gets its default. */
const numberOf = (text: string): number | undefined => (text.trim() === '' ? undefined : Number(text));

function wholeOf(draft: RecurringDraft, templates: readonly Template[]) {
  const { name, content, kind, times, zone, session, agent, specialty, project, template } = draft;
  const made = templateOf(template, templates);
  return {
    name: name.value,
    ...(kind.value === 'cron' ? { cron: times.value } : { interval: lengthFrom(times.value) }),
    timezone: zone.value || undefined,
    ...(made ?? { content: content.value }),
    target_session: session.value || null,
    target_provider: agent.value || null,
    specialty: specialty.value.trim() || null,
    project_id: project.value === '' ? null : Number(project.value),
    priority: numberOf(draft.priority.value),
    timeout_minutes: numberOf(draft.timeout.value),
    max_retries: numberOf(draft.retries.value),
    catch_up_minutes: numberOf(draft.catchUp.value),
  };
}
type Whole = Partial<ReturnType<typeof wholeOf>> & Record<string, unknown>;

export function newBody(draft: RecurringDraft, templates: readonly Template[]) {
  const said = Object.entries(wholeOf(draft, templates)).filter(([, value]) => value != null);
  return Object.fromEntries(said) as Body<'POST /api/recurring-prompts'>;
}

/** They are looked at together: one without the other would be read as "none". */
const TOGETHER: readonly (readonly string[])[] = [
  ['target_session', 'target_provider'],
  ['content', 'template', 'variables'],
  ['cron', 'interval'],
];

/** What differs from how it was: what isn't sent isn't looked at, such as a session that has gone. */
export function changesOf(one: Recurring, draft: RecurringDraft, templates: readonly Template[]) {
  const before: Whole = wholeOf(recurringDraft(one), templates);
  const after: Whole = wholeOf(draft, templates);
  const differs = (field: string): boolean => JSON.stringify(before[field]) !== JSON.stringify(after[field]);
  const isSent = (field: string): boolean =>
    after[field] !== undefined &&
    (TOGETHER.find((fields) => fields.includes(field)) ?? [field]).some(differs);
  const changed = Object.entries(after).filter(([field]) => isSent(field));
  return Object.fromEntries(changed) as Body<'PATCH /api/recurring-prompts/:id'>;
}
