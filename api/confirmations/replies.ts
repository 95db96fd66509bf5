/** Whether the answers that were given fit the questions of a dialog. */
import type { Question, QuestionReply } from '../../workflows/contracts/confirmation';
import { invalid } from '../http/errors';

export interface GivenAnswer {
  readonly option?: number | null | undefined;
  readonly options?: readonly number[] | null | undefined;
  readonly text?: string | null | undefined;
}

export interface GivenAnswers extends GivenAnswer {
  readonly answers?: readonly GivenAnswer[] | null | undefined;
}

/**
 * @param shownOptions how many options the dialog shows; one of them may be the field itself
 * @throws HttpError that names the field
 */
export function repliesTo(
  questions: readonly Question[],
  shownOptions: number,
  { answers, ...single }: GivenAnswers,
): QuestionReply[] {
  const given = answers ?? [single];
  if (given.length !== questions.length) {
    const [one] = questions;
    const wanted =
      questions.length === 1
        ? `expected one answer: it asks one question (${one?.question})`
        : `expected ${questions.length} answers, one for each question`;
    throw invalid('answers', wanted);
  }
  // Only what a lone question shows besides its options can be the field.
  const shown = questions.length === 1 ? shownOptions : 0;
  return questions.map((question, index) => {
    const prefix = answers == null ? '' : `answers.${index}.`;
    return replyTo(question, given[index] as GivenAnswer, { prefix, shown });
  });
}

interface Place {
  readonly prefix: string;
  readonly shown: number;
}

function replyTo(question: Question, given: GivenAnswer, { prefix, shown }: Place): QuestionReply {
  const { option, text = null } = given;
  const fault = (field: keyof GivenAnswer, message: string) => invalid(`${prefix}${field}`, message);
  if (text !== null && !question.text) {
    throw fault('text', `this question takes no words of your own: choose ${inWords(question)}`);
  }
  if (option != null && given.options != null) throw fault('options', 'give option or options, not both');
  const field: keyof GivenAnswer = given.options != null ? 'options' : 'option';
  const isField = (number: number): boolean =>
    number <= shown && question.text && !question.options.some((one) => one.number === number);
  const chosen = [...new Set(given.options ?? (option == null ? [] : [option]))];
  const options = chosen.filter((number) => !isField(number));
  if (options.length < chosen.length && text === null)
    throw fault('text', `option ${chosen.find(isField)} is the field for words of your own: give text`);
  const unknown = options.find((number) => !question.options.some((one) => one.number === number));
  if (unknown !== undefined) throw fault(field, `expected ${inWords(question)}`);
  if (!question.multiple && options.length > 1) throw fault(field, 'only one option can be chosen here');
  if (options.length > 0 && text !== null && !question.multiple && !question.notes)
    throw fault('text', 'words of your own stand for an option here: give option or text, not both');
  if (options.length === 0 && text === null)
    throw fault('option', `expected ${inWords(question)}${question.text ? ', or text' : ''}`);
  return { options, text };
}

/** `1 (SQLite), 2 (PostgreSQL)` */
function inWords({ options }: Question): string {
  const numbers = options.map(({ number, label }) => `${number} (${label})`);
  return numbers.length === 0 ? 'no option' : `one of ${numbers.join(', ')}`;
}
