/** The words and shapes of what needs a person. */
import type { NeedDecision, NeedTold } from '../../../../api/document/api-types';
import { known } from '../../app/known';
import { NOT_KNOWN, type Look } from '../../ui/badge';
import type { Entry } from './entries';

const KINDS: Readonly<Record<NeedTold['kind'], Look>> = {
  health: { label: 'Health', shape: 'cross', tone: 'bad' },
  approval: { label: 'Approval', shape: 'triangle', tone: 'warn' },
  question: { label: 'Question', shape: 'question', tone: 'warn' },
  gate: { label: 'Gate', shape: 'triangle', tone: 'warn' },
  plan: { label: 'Plan', shape: 'pause', tone: 'warn' },
  indeterminate: { label: 'Indeterminate', shape: 'question', tone: 'warn' },
  asks_back: { label: 'Asks back', shape: 'question', tone: 'warn' },
  failed: { label: 'Failed', shape: 'cross', tone: 'bad' },
  blocked: { label: 'Blocked', shape: 'slash', tone: 'warn' },
  exited: { label: 'Exited', shape: 'square', tone: 'bad' },
  host: { label: 'Machine', shape: 'cross', tone: 'bad' },
  limit: { label: 'Limit', shape: 'pause', tone: 'mute' },
  budget: { label: 'Budget', shape: 'pause', tone: 'bad' },
  secret: { label: 'Secret', shape: 'half', tone: 'warn' },
};
export const kindLook = (kind: NeedTold['kind']): Look => known(KINDS, kind) ?? { ...NOT_KNOWN, label: kind };

/** `a asks for permission`, `a and 2 others ask for the same`. */
export function titleOf({ needs: [first, ...others] }: Entry): string {
  if (!first) return '';
  if (others.length === 0) return first.title;
  const more = others.length === 1 ? '1 other asks' : `${others.length} others ask`;
  return `${first.refs.session ?? first.title} and ${more} for the same`;
}

const NAMES: Readonly<Record<NeedDecision['name'], string>> = {
  approve: 'Approve',
  deny: 'Deny',
  answer: 'Answer',
  complete: 'It was done',
  fail: 'It was not done',
  retry: 'Retry',
  release: 'Queue it anyway',
  cancel: 'Cancel it',
  skip: 'Skip the task',
  begin: 'Begin the plan',
  restart: 'Start it again',
  raise: 'Raise the budget',
  renew: 'Give it a new value',
  dismiss: 'Put away',
};
export const decisionLabel = (name: NeedDecision['name']): string => known(NAMES, name) ?? name;

const DONE: Readonly<Record<string, Look>> = {
  approve: { label: 'Approved', shape: 'check', tone: 'ok' },
  deny: { label: 'Denied', shape: 'slash', tone: 'bad' },
  answer: { label: 'Answered', shape: 'check', tone: 'ok' },
  complete: { label: 'Completed', shape: 'check', tone: 'ok' },
  fail: { label: 'Failed', shape: 'cross', tone: 'bad' },
  retry: { label: 'Started anew', shape: 'play', tone: 'busy' },
  release: { label: 'Queued', shape: 'play', tone: 'busy' },
  cancel: { label: 'Cancelled', shape: 'slash', tone: 'mute' },
  skip: { label: 'Skipped', shape: 'slash', tone: 'mute' },
  begin: { label: 'Begun', shape: 'play', tone: 'busy' },
  restart: { label: 'Started', shape: 'play', tone: 'busy' },
  dismiss: { label: 'Put away', shape: 'check', tone: 'mute' },
};
export const doneLook = (name: NeedDecision['name']): Look =>
  known<Look>(DONE, name) ?? { label: 'Done', shape: 'check', tone: 'ok' };
