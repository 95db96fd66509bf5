/** The next keys that fill in a form as it stands, so that filling in may stop and go on at any point. Pure. */
import type { Question, QuestionReply } from '../../workflows/contracts/confirmation';
import type { Dialog, DialogField, DialogQuestion } from '../../agents/types';
import { keysFor } from './keys';
import { inkOfWords, placeOf, sameWords } from './questions';

export type Step =
  /** `closes`: the dialog is over with them. `settles`: place of the question that is answered with them. */
  | {
      readonly kind: 'keys';
      readonly keys: readonly string[];
      readonly closes: boolean;
      readonly settles?: number;
    }
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: string };

export interface Form {
  readonly questions: readonly Question[];
  readonly replies: readonly QuestionReply[];
  /** Places of the questions that are answered. */
  readonly done: Set<number>;
}

type Page = Dialog & { readonly question: DialogQuestion };

const move = (...keys: string[]): Step => ({ kind: 'keys', keys, closes: false });
const refused = (reason: string): Step => ({ kind: 'refused', reason });

export function formStep(dialog: Page, form: Form): Step {
  const { question: page } = dialog;
  if (page.review) return reviewStep(dialog, page.review, form);
  const place = placeOf(page, form.questions);
  const open = form.questions.findIndex((_, index) => !form.done.has(index));
  const written = page.field && isForeign(page.field, form.replies[place]);
  if (written) return refused(writtenBySomebody(written));
  if (open === place || (open < 0 && !page.reviewed)) return answerPage(dialog, form, place);
  if (page.field?.isOpen) return move(page.field.toggle ?? 'Up');
  return move(open >= 0 && open < place ? 'Left' : 'Right');
}

/** Closes a dialog without an answer. */
export function dismissStep({ question, amending }: Dialog): Step {
  const field = question?.field;
  if (field && field.text !== '') return refused(writtenBySomebody(field.text));
  if (field?.isOpen && field.toggle !== undefined) return move(field.toggle);
  if (amending && !field) return refused(AMENDING);
  return { kind: 'keys', keys: ['Escape'], closes: true };
}

export const AMENDING = 'somebody is adding words to an answer in the terminal: finish it there';

const writtenBySomebody = (text: string): string =>
  `somebody has written "${text.replace(/\s+/g, ' ').slice(0, 60)}" into its field in the terminal: send it there, or clear it`;

/** Words in the field that aren't the ones to be written. */
function isForeign({ text }: DialogField, reply: QuestionReply | undefined): string | undefined {
  return text === '' || sameWords(text, reply?.text ?? '') ? undefined : text;
}

function answerPage(dialog: Page, form: Form, place: number): Step {
  const { question: page } = dialog;
  const reply = form.replies[place] as QuestionReply;
  // Of a form of which only this page is known, the page is all there is.
  const alone = form.questions.length < page.count;
  const isLast = form.questions.every((_, index) => index === place || form.done.has(index));
  const settled = (keys: readonly string[]): Step => ({
    ...{ kind: 'keys', keys, settles: place },
    closes: alone || (!page.reviewed && isLast),
  });
  if (page.scrolled && (page.multiple || !inSight(dialog, reply))) return refused(OUT_OF_SIGHT);
  if (page.multiple) return tick(dialog, form.questions[place] as Question, reply, settled);
  if (reply.text === null) return choose(dialog, (reply.options[0] ?? 0) - 1, settled);
  const { field } = page;
  if (!field) return refused('the dialog has no field for words of your own');
  const option = reply.options[0] === undefined ? field.option : reply.options[0] - 1;
  if (dialog.options[option]?.selected !== true) return mark(dialog, option, field);
  return write(field, reply.text) ?? settled(['Enter']);
}

/** Ticks and words can only be given where all that they belong to is seen. */
function inSight({ options, question: { field } }: Page, reply: QuestionReply): boolean {
  const wanted = reply.options.map((number) => options[number - 1]);
  return (
    wanted.every((option) => option && !option.outOfSight) && (reply.text === null || field !== undefined)
  );
}

const OUT_OF_SIGHT = 'not all of its options are in sight in the terminal: make it higher, or answer there';

function choose(dialog: Page, option: number, settled: (keys: readonly string[]) => Step): Step {
  const { field } = dialog.question;
  if (field?.isOpen && field.toggle !== undefined) return move(field.toggle);
  const keys = keysFor(dialog, option);
  if (!keys) return dialog.options[option] ? move('Up') : refused(`the dialog has no option ${option + 1}`);
  return keys.answers ? settled(keys.keys) : move(...keys.keys);
}

/** Moves the mark onto the option; its key would choose it. */
function mark(dialog: Page, option: number, field: DialogField): Step {
  if (field.isOpen && field.toggle !== undefined) return move(field.toggle);
  const bare = dialog.options.map(({ label, selected }) => ({ label, selected }));
  return move(...(keysFor({ ...dialog, options: bare }, option)?.keys ?? ['Up']));
}

/** What is left to do until the text stands in the field; undefined where it does. */
function write(field: DialogField, text: string): Step | undefined {
  if (!field.isOpen && field.toggle !== undefined) return move(field.toggle);
  return field.text === '' ? { kind: 'paste', text } : undefined;
}

function tick(
  dialog: Page,
  { options }: Question,
  reply: QuestionReply,
  settled: (keys: readonly string[]) => Step,
): Step {
  const { field } = dialog.question;
  for (const { number } of options) {
    const shown = dialog.options[number - 1];
    if (shown?.ticked === undefined || shown.ticked === reply.options.includes(number)) continue;
    const keys = keysFor(dialog, number - 1);
    return move(...(keys?.keys ?? ['Up']));
  }
  if (field && reply.text !== null && field.text === '') {
    if (!field.isOpen) return mark(dialog, field.option, field);
    return { kind: 'paste', text: reply.text };
  }
  // In the field the keys would move in its text.
  if (field?.isOpen) return move('Up');
  return settled(['Right']);
}

/** Sends the answers if they are the ones that were wanted; else goes back to the first that is not. */
function reviewStep(dialog: Page, review: NonNullable<DialogQuestion['review']>, form: Form): Step {
  const shown = (question: string): string | undefined =>
    review.find((one) => inkOfWords(one.question) === inkOfWords(question))?.answer;
  const wrong = form.questions.findIndex(({ question, options }, index) => {
    const { options: chosen, text } = form.replies[index] as QuestionReply;
    const labels = options.filter(({ number }) => chosen.includes(number)).map(({ label }) => label);
    return !sameAnswer(shown(question) ?? '', [...labels, ...(text === null ? [] : [text])]);
  });
  if (wrong >= 0 && review.length > 0) {
    form.done.delete(wrong);
    return move('Left');
  }
  const back = review.length === 0;
  const option = dialog.options.findIndex(({ label }) => (back ? /^Go back/ : /^Submit/).test(label));
  const keys = keysFor(dialog, option);
  if (!keys) return refused('the page with all answers is not readable: answer it in the terminal');
  return keys.answers ? { kind: 'keys', keys: keys.keys, closes: !back } : move(...keys.keys);
}

/** The order of several is the program's own. */
function sameAnswer(shown: string, wanted: readonly string[]): boolean {
  // Commas part them.
  const ink = (text: string): string => inkOfWords(text).replaceAll(',', '');
  return (
    ink(shown).length === ink(wanted.join('')).length && wanted.every((one) => ink(shown).includes(ink(one)))
  );
}
