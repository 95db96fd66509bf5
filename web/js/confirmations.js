/** Dialogs of agents: which of them wait for a person, and the words for them. */
import { sessionLook } from './labels.js';
import { state } from './state.js';

/** Nobody is about to answer: it stands still until a person does. */
export const isWaiting = (asked) => asked.status === 'pending' && !asked.decided_by && !asked.due_at;

const byAge = (a, b) => Date.parse(a.created_at) - Date.parse(b.created_at) || a.id - b.id;
const pending = (fits) => [...state.confirmations.values()].filter(fits).sort(byAge);

/** Oldest first. */
export const waitingOnes = () => pending(isWaiting);
/** Those the policy answers by itself, oldest first. */
export const scheduledOnes = () => pending((asked) => asked.due_at && !asked.decided_by);

/** The session shows a dialog that is being answered without a person. */
export function isHandled(sessionName) {
  const asked = [...state.confirmations.values()].filter(({ session }) => session === sessionName);
  return asked.length > 0 && !asked.some(isWaiting);
}

const BEING_ANSWERED = { label: 'Confirming', shape: 'half', tone: 'busy' };

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
export const kindOf = ({ kind }) => KINDS[kind] ?? kind;

/** Options are choices of their own where yes and no don't say it: questions, plans, pickers. */
export const hasChoices = ({ kind, dialog }) => kind !== 'permission' && dialog.options.length > 0;

const VERDICTS = {
  allow: { label: 'Allow', shape: 'check', tone: 'ok' },
  ask: { label: 'Ask', shape: 'question', tone: 'warn' },
  deny: { label: 'Deny', shape: 'slash', tone: 'bad' },
};
export const verdictLook = (verdict) =>
  VERDICTS[verdict] ?? { label: verdict, shape: 'question', tone: 'mute' };

const STATUSES = {
  pending: { label: 'Pending', shape: 'ring', tone: 'warn' },
  approved: { label: 'Approved', shape: 'check', tone: 'ok' },
  denied: { label: 'Denied', shape: 'slash', tone: 'bad' },
  expired: { label: 'Expired', shape: 'square', tone: 'mute' },
};
export const outcomeLook = ({ status }) =>
  STATUSES[status] ?? { label: status, shape: 'question', tone: 'mute' };

const DECIDERS = { policy: 'by the policy', person: 'by a person', terminal: 'in the terminal' };
export const decider = ({ decided_by: by }) => DECIDERS[by] ?? '';

/** What it is about, in one line. */
export const subjectOf = ({ command, path, dialog }) => command ?? path ?? dialog.title;

/** @param {{ rule: { id: string | number } | null }} judged what no rule was asked about has none */
export const ruleWords = ({ rule }) =>
  typeof rule?.id === 'number' ? `rule ${rule.id}` : (rule?.id ?? 'no rule').replaceAll('-', ' ');

/** The reason and the rule, as far as there are any. */
export const reasonOf = (asked) =>
  asked.rule ? `${withoutStop(asked.rule.reason)} (${ruleWords(asked)})` : 'only a person can answer this';

/** Why it is left to a person. */
export function whyAsked(asked) {
  const reason = reasonOf(asked);
  if (asked.kind !== 'permission' || asked.verdict === 'ask') return reason;
  if (state.confirm?.enabled === false)
    return `auto-confirm is switched off; the rules say ${asked.verdict}: ${reason}`;
  if (asked.mode === 'off')
    return `auto-confirm is off for this session; the rules say ${asked.verdict}: ${reason}`;
  return reason;
}
const withoutStop = (text) => (text ?? '').trim().replace(/\.$/, '');
