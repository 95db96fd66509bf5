/** Dialogs of agents: which of them wait for a person, and the words for them. */
import type { Confirmation, Session } from '../../../api/document/api-types';
import type { Look } from '../ui/badge';
import { known } from './known';
import { sessionLook } from './labels';
import { state } from './state';

/** Nobody is about to answer: it stands still until a person does. */
export const isWaiting = ({ status, decided_by: by, due_at: due }: Confirmation): boolean =>
  status === 'pending' && !by && !due;

const byAge = (a: Confirmation, b: Confirmation): number =>
  Date.parse(a.created_at) - Date.parse(b.created_at) || a.id - b.id;
const pending = (fits: (confirmation: Confirmation) => boolean): Confirmation[] =>
  [...state.confirmations.values()].filter(fits).sort(byAge);

/** Oldest first. */
export const waitingOnes = (): Confirmation[] => pending(isWaiting);
/** Those the policy answers by itself, oldest first. */
export const scheduledOnes = (): Confirmation[] =>
  pending(({ due_at: due, decided_by: by }) => Boolean(due && !by));

/** The session shows a dialog that is being answered without a person. */
export function isHandled(sessionName: string): boolean {
  const shown = [...state.confirmations.values()].filter(({ session }) => session === sessionName);
  return shown.length > 0 && !shown.some(isWaiting);
}

export const BEING_ANSWERED: Look = { label: 'Confirming', shape: 'half', tone: 'busy' };

export const lookOfSession = ({ name, status }: Pick<Session, 'name' | 'status'>): Look =>
  status === 'needs_confirmation' && isHandled(name) ? BEING_ANSWERED : sessionLook(status);

const KINDS: Record<Confirmation['kind'], string> = {
  permission: 'Permission',
  question: 'Question',
  trust: 'Trust this directory?',
  login: 'Login',
  update: 'Update',
  picker: 'Choice',
  other: 'Dialog',
};
export const kindOf = ({ kind }: Pick<Confirmation, 'kind'>): string => known(KINDS, kind) ?? kind;

/** Options are choices of their own if yes and no don't say it: questions, plans, pickers. */
export const hasChoices = ({ kind, dialog }: Confirmation): boolean =>
  kind !== 'permission' && dialog.options.length > 0;

const VERDICTS: Record<NonNullable<Confirmation['verdict']>, Look> = {
  allow: { label: 'Allow', shape: 'check', tone: 'ok' },
  ask: { label: 'Ask', shape: 'question', tone: 'warn' },
  deny: { label: 'Deny', shape: 'slash', tone: 'bad' },
};
export const verdictLook = (verdict: Confirmation['verdict']): Look =>
  known(VERDICTS, verdict) ?? { label: verdict, shape: 'question', tone: 'mute' };

const STATUSES = {
  pending: { label: 'Pending', shape: 'ring', tone: 'warn' },
  approved: { label: 'Approved', shape: 'check', tone: 'ok' },
  denied: { label: 'Denied', shape: 'slash', tone: 'bad' },
  expired: { label: 'Expired', shape: 'square', tone: 'mute' },
} satisfies Record<Confirmation['status'], Look>;

export function outcomeLook({ status, questions, answer }: Confirmation): Look {
  if (status === 'approved' && questions) return { ...STATUSES.approved, label: 'Answered' };
  if (status === 'denied' && answer?.dismissed) return { ...STATUSES.denied, label: 'Dismissed' };
  return known<Look>(STATUSES, status) ?? { label: status, shape: 'question', tone: 'mute' };
}

/** What was answered, in words. */
export const answerWords = ({ answer }: Confirmation): string =>
  (answer?.answers ?? [])
    .map(({ options, text }) => [...options, ...(text === null ? [] : [`“${text}”`])].join(', '))
    .join('; ');

const DECIDERS: Record<NonNullable<Confirmation['decided_by']>, string> = {
  policy: 'by the policy',
  person: 'by a person',
  terminal: 'in the terminal',
};
export const decider = ({ decided_by: by, decided_by_name: who }: Confirmation): string =>
  by === 'person' && who ? `by ${who}` : (known(DECIDERS, by) ?? '');

/** What a person reads above it: the words of a question say more than its tab. */
export const titleOf = ({ dialog, questions }: Confirmation): string =>
  (questions && questions.length > 1 ? `${questions.length} questions` : questions?.[0]?.question) ??
  dialog.title;
/** What it is about, in one line. */
export const subjectOf = (confirmation: Confirmation): string =>
  confirmation.command ?? confirmation.path ?? titleOf(confirmation);

/** What no rule was asked about has none. */
export const ruleWords = ({ rule }: { readonly rule: { readonly id: string | number } | null }): string =>
  typeof rule?.id === 'number' ? `rule ${rule.id}` : (rule?.id ?? 'no rule').replaceAll('-', ' ');

/** The reason and the rule, as far as there are any. */
export const reasonOf = (confirmation: Confirmation): string =>
  confirmation.rule
    ? `${withoutStop(confirmation.rule.reason)} (${ruleWords(confirmation)})`
    : 'only a person can answer this';

/** Why it is left to a person. */
export function whyAsked(confirmation: Confirmation): string {
  const reason = reasonOf(confirmation);
  const { kind, verdict, mode } = confirmation;
  if (kind !== 'permission' || verdict === 'ask') return reason;
  if (state.confirm?.enabled === false)
    return `auto-confirm is switched off; the rules say ${verdict}: ${reason}`;
  if (mode === 'off') return `auto-confirm is off for this session; the rules say ${verdict}: ${reason}`;
  return reason;
}
const withoutStop = (text: string | null): string => (text ?? '').trim().replace(/\.$/, '');
