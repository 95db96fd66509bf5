/**
 * Dialogs of agents: which of them wait for a person, and the words for them.
 * @import { Confirmation, Session } from '../../api/document/api-types'
 */
import { sessionLook } from './labels';
import { state } from './state';

/** Nobody is about to answer: it stands still until a person does. @param {Confirmation} asked */
export const isWaiting = (asked) => asked.status === 'pending' && !asked.decided_by && !asked.due_at;

/** @param {Confirmation} a @param {Confirmation} b */
const byAge = (a, b) => Date.parse(a.created_at) - Date.parse(b.created_at) || a.id - b.id;
/** @param {(asked: Confirmation) => boolean} fits */
const pending = (fits) => [...state.confirmations.values()].filter(fits).sort(byAge);

/** Oldest first. */
export const waitingOnes = () => pending(isWaiting);
/** Those the policy answers by itself, oldest first. */
export const scheduledOnes = () => pending((asked) => Boolean(asked.due_at && !asked.decided_by));

/** The session shows a dialog that is being answered without a person. @param {string} sessionName */
export function isHandled(sessionName) {
  const asked = [...state.confirmations.values()].filter(({ session }) => session === sessionName);
  return asked.length > 0 && !asked.some(isWaiting);
}

const BEING_ANSWERED = { label: 'Confirming', shape: 'half', tone: 'busy' };

/** @param {Session} session */
export const lookOfSession = ({ name, status }) =>
  status === 'needs_confirmation' && isHandled(name) ? BEING_ANSWERED : sessionLook(status);

const KINDS = {
  permission: 'Permission',
  question: 'Question',
  trust: 'Trust this directory?',
  login: 'Login',
  update: 'Update',
  picker: 'Choice',
  other: 'Dialog',
};
/** @param {Confirmation} asked */
export const kindOf = ({ kind }) => KINDS[kind] ?? kind;

/** Options are choices of their own where yes and no don't say it: questions, plans, pickers. @param {Confirmation} asked */
export const hasChoices = ({ kind, dialog }) => kind !== 'permission' && dialog.options.length > 0;

const VERDICTS = {
  allow: { label: 'Allow', shape: 'check', tone: 'ok' },
  ask: { label: 'Ask', shape: 'question', tone: 'warn' },
  deny: { label: 'Deny', shape: 'slash', tone: 'bad' },
};
/** @param {Confirmation['verdict']} verdict */
export const verdictLook = (verdict) =>
  VERDICTS[verdict] ?? { label: verdict, shape: 'question', tone: 'mute' };

const STATUSES = {
  pending: { label: 'Pending', shape: 'ring', tone: 'warn' },
  approved: { label: 'Approved', shape: 'check', tone: 'ok' },
  denied: { label: 'Denied', shape: 'slash', tone: 'bad' },
  expired: { label: 'Expired', shape: 'square', tone: 'mute' },
};
const ANSWERED = { ...STATUSES.approved, label: 'Answered' };
const DISMISSED = { ...STATUSES.denied, label: 'Dismissed' };
/** @param {Confirmation} asked */
export const outcomeLook = ({ status, questions, answer }) =>
  (status === 'approved' && questions ? ANSWERED : null) ??
  (status === 'denied' && answer?.dismissed ? DISMISSED : null) ??
  STATUSES[status] ?? { label: status, shape: 'question', tone: 'mute' };

/** What was answered, in words. @param {Confirmation} asked */
export const answerWords = ({ answer }) =>
  (answer?.answers ?? [])
    .map(({ options, text }) => [...options, ...(text === null ? [] : [`“${text}”`])].join(', '))
    .join('; ');

const DECIDERS = { policy: 'by the policy', person: 'by a person', terminal: 'in the terminal' };
/** @param {Confirmation} asked */
export const decider = ({ decided_by: by }) => (by && DECIDERS[by]) ?? '';

/** What a person reads above it: the words of a question say more than its tab. @param {Confirmation} asked */
export const titleOf = ({ dialog, questions }) =>
  (questions && questions.length > 1 ? `${questions.length} questions` : questions?.[0]?.question) ??
  dialog.title;
/** What it is about, in one line. @param {Confirmation} asked */
export const subjectOf = (asked) => asked.command ?? asked.path ?? titleOf(asked);

/** @param {{ rule: { id: string | number } | null }} judged what no rule was asked about has none */
export const ruleWords = ({ rule }) =>
  typeof rule?.id === 'number' ? `rule ${rule.id}` : (rule?.id ?? 'no rule').replaceAll('-', ' ');

/** The reason and the rule, as far as there are any. @param {Confirmation} asked */
export const reasonOf = (asked) =>
  asked.rule ? `${withoutStop(asked.rule.reason)} (${ruleWords(asked)})` : 'only a person can answer this';

/** Why it is left to a person. @param {Confirmation} asked */
export function whyAsked(asked) {
  const reason = reasonOf(asked);
  if (asked.kind !== 'permission' || asked.verdict === 'ask') return reason;
  if (state.confirm?.enabled === false)
    return `auto-confirm is switched off; the rules say ${asked.verdict}: ${reason}`;
  if (asked.mode === 'off')
    return `auto-confirm is off for this session; the rules say ${asked.verdict}: ${reason}`;
  return reason;
}
/** @param {string | null} text */
const withoutStop = (text) => (text ?? '').trim().replace(/\.$/, '');
