/** What is to be answered, and the next keys for it. Pure. */
import type {
  Answer,
  AnswerInput,
  Decision,
  Question,
  QuestionReply,
  Reply,
} from '../../workflows/contracts/confirmation';
import type { KnownDialog } from '../../workflows/contracts/host-store';
import { agentById } from '../../agents/index';
import type { AgentProgram, Dialog, DialogQuestion } from '../../agents/types';
import { AMENDING, dismissStep, type Form, formStep, type Step } from './form';
import { keysFor, optionFor } from './keys';

export type Wanted =
  | { readonly how: 'option'; readonly answer: Answer; readonly option: number | null }
  | { readonly how: 'dismiss' }
  | { readonly how: 'form'; readonly form: Form };

export interface Meant {
  readonly wanted: Wanted;
  /** What is written down: choosing an option that refuses is a denial. */
  readonly answer: Decision;
  readonly reply: Reply;
}

/** What a decision means for this dialog; a text where it can't be carried out. */
export function meaningOf(
  { kind, agent: agentId, options, questions }: Pick<KnownDialog, 'kind' | 'agent' | 'options' | 'questions'>,
  { answer, option, by }: AnswerInput,
  replies: readonly QuestionReply[] | null,
): Meant | string {
  const agent = agentById(agentId);
  if (questions && answer === 'deny') {
    // None of its options refuses it, whatever they are called.
    if (option !== null) return 'a question is closed without an option: leave it out';
    return CLOSED;
  }
  if (questions) {
    const given = replies ?? (option === null ? undefined : [{ options: [option], text: null }]);
    if (given?.length !== questions.length) return 'say which option to choose, or what to write';
    const unfit = given.map(({ text }) => unfitWords(text ?? '', agentId)).find((why) => why !== undefined);
    if (unfit !== undefined) return unfit;
    const form = { questions, replies: given, done: new Set<number>() };
    return { wanted: { how: 'form', form }, answer: 'answer', reply: replyTo(questions, given, options) };
  }
  if (option !== null) return optionMeant(options[option - 1]?.label, answer, option, agent);
  if (answer === 'answer') return 'say which option to choose';
  const fitting = optionFor({ options }, answer, agent);
  const isNo = kind !== 'question' || answer !== 'deny' || PLAIN_NO.test(options[fitting]?.label ?? '');
  if (fitting >= 0 && isNo)
    return {
      ...{ wanted: { how: 'option', answer, option: null }, answer },
      reply: said(options[fitting]?.label),
    };
  if (answer === 'approve') return 'it has no plain yes: say which option to choose';
  // What the rules refuse is refused by its own No, or by a person.
  if (by === 'policy') return 'it has no plain no: say which option to choose';
  return CLOSED;
}

const CLOSED: Meant = {
  ...{ wanted: { how: 'dismiss' }, answer: 'deny' },
  reply: { dismissed: true, answers: [] },
};
/** Of a question "No limit" is an answer. */
const PLAIN_NO = /^No(?:[,.:]|$)/;

/** What a field shows or takes for something else. */
function unfitWords(text: string, agent: string): string | undefined {
  if (/^\s*(?:Type something\.?|Add notes)\s*$/.test(text))
    return 'these words stand in the field while it is empty: write others';
  if (/^\s*─+\s*$/mu.test(text)) return 'a line of ─ alone looks like the edge of the dialog: leave it out';
  if (agent === 'claude' && /\\\s*$/.test(text))
    return 'Claude Code takes a backslash at the end for a line break: add a word after it';
  return undefined;
}

function optionMeant(
  label: string | undefined,
  answer: Decision,
  option: number,
  agent: AgentProgram | undefined,
): Meant | string {
  if (label === undefined) return `the dialog has no option ${option} that can be chosen`;
  const refuses = agent?.answers?.deny.test(label) ?? false;
  if (answer === 'deny' && !refuses && /^Yes\b/.test(label))
    return `option ${option} (${label}) does not refuse it: approve it with that option, or deny it without one`;
  const meant = refuses || answer === 'deny' ? 'deny' : answer;
  return {
    ...{ answer: meant, reply: said(label) },
    wanted: { how: 'option', answer: meant === 'deny' ? 'deny' : 'approve', option },
  };
}

const said = (label = ''): Reply => ({
  dismissed: false,
  answers: [{ question: null, options: [label], text: null }],
});

function replyTo(
  questions: readonly Question[],
  replies: readonly QuestionReply[],
  shown: KnownDialog['options'],
): Reply {
  const labelOf = ({ options }: Question, number: number): string =>
    options.find((one) => one.number === number)?.label ?? shown[number - 1]?.label ?? '';
  return {
    dismissed: false,
    answers: questions.map((question, index) => ({
      question: question.question,
      options: (replies[index]?.options ?? []).map((number) => labelOf(question, number)),
      text: replies[index]?.text ?? null,
    })),
  };
}

export const UNREADABLE: Step = {
  kind: 'refused',
  reason: 'it is not readable now: answer it in the terminal',
};

/** The next keys for it on the dialog as it stands. */
export function stepFor(dialog: Dialog, wanted: Wanted, agent: AgentProgram | undefined): Step {
  if (wanted.how === 'dismiss') return dismissStep(dialog);
  if (wanted.how === 'form') {
    const { question } = dialog;
    if (!question) return UNREADABLE;
    return formStep({ ...dialog, question }, wanted.form);
  }
  if (dialog.amending) return { kind: 'refused', reason: AMENDING };
  const { answer, option } = wanted;
  const keys = keysFor(dialog, option === null ? optionFor(dialog, answer, agent) : option - 1);
  if (!keys)
    return { kind: 'refused', reason: `the dialog has no option that can be chosen for "${answer}"` };
  return { kind: 'keys', keys: keys.keys, closes: keys.answers };
}

/** What changes on the page of a form when a key of it has worked. */
export const pageOf = ({ question }: { readonly question?: DialogQuestion }): string =>
  JSON.stringify([question?.text, question?.review !== undefined]);
/** What changes when any key has worked. */
export const stateOf = (dialog: Dialog): string => {
  const { options, question, amending } = dialog;
  const marks = options.map(({ selected, ticked }) => [selected, ticked]);
  return JSON.stringify([pageOf(dialog), marks, question?.field, amending]);
};
