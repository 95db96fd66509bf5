/** The questions of a form: what the agent told of them, or what one page shows. Pure. */
import { z } from 'zod';
import type { Question } from '../../workflows/contracts/confirmation';
import type { Dialog, DialogQuestion } from '../../agents/types';
import type { ToolUse } from '../../agents/events/types';
import type { Snapshot } from '../watch/types';
import { callIsOf } from './tool-call';

/** Claude's AskUserQuestion and Codex's request_user_input; both name things alike. */
const ASKING_TOOLS = new Set(['AskUserQuestion', 'request_user_input']);
const asked = z.object({
  questions: z
    .array(
      z.looseObject({
        question: z.string(),
        header: z.string().optional(),
        multiSelect: z.boolean().optional(),
        options: z
          .array(
            z.looseObject({
              label: z.string(),
              description: z.string().optional(),
              /** A picture, which stands in the place of the field. */
              preview: z.string().optional(),
            }),
          )
          .default([]),
      }),
    )
    .min(1),
});

/** What terminals wrap, and draw without: blanks, marks of Markdown, the frame. */
const NOT_INK = /[\s\p{Cf}*_`│┃─●☐☒✔→]/gu;
export const inkOfWords = (text: string): string => text.normalize('NFC').replace(NOT_INK, '');
/** Words of one's own, as a field shows them: a tick or a box may be its own. */
export const sameWords = (one: string, other: string): boolean => written(one) === written(other);
const written = (text: string): string => text.normalize('NFC').replace(/\[[ xX✔]\]|[\s\p{Cf}✔]/gu, '');

/** Place of the page among the questions; -1 where it is none of them. */
export function placeOf({ text }: DialogQuestion, questions: readonly Pick<Question, 'question'>[]): number {
  const ink = inkOfWords(text);
  return questions.findIndex(({ question }) => inkOfWords(question) === ink);
}

/** True where the page, also the one with all answers, is of the form that has these questions. */
export function belongsTo(page: DialogQuestion, questions: readonly Pick<Question, 'question'>[]): boolean {
  if (!page.review) return placeOf(page, questions) >= 0;
  return page.review.every(({ question }) => placeOf({ ...page, text: question }, questions) >= 0);
}

/** All questions of the dialog on the screen; null where it is no question, or more are asked than are known. */
export function questionsOf(look: Snapshot): readonly Question[] | null {
  const { dialog } = look.reading;
  const page = dialog?.question;
  if (!dialog || !page || page.review) return null;
  const told = toldOf(look);
  const whole = told && placeOf(page, told) >= 0 ? told : null;
  if (page.count > 1) return whole?.length === page.count && areDistinct(whole) ? whole : null;
  return [onScreen(dialog, page, whole?.[0])];
}

/** Whether that use of a tool asks the page's question. */
export function asksPage(page: DialogQuestion, { tool, input }: ToolUse): boolean {
  const parsed = ASKING_TOOLS.has(tool) ? asked.safeParse(input) : undefined;
  return parsed?.success === true && belongsTo(page, parsed.data.questions);
}

/** Of two that read the same nobody can tell which one is on the screen. */
const areDistinct = (questions: readonly Question[]): boolean =>
  new Set(questions.map(({ question }) => inkOfWords(question))).size === questions.length;

function toldOf({ toolRequest, atMs }: Snapshot): readonly Question[] | null {
  if (!toolRequest || !ASKING_TOOLS.has(toolRequest.tool) || !callIsOf(toolRequest, atMs)) return null;
  const parsed = asked.safeParse(toolRequest.input);
  if (!parsed.success) return null;
  const notes = toolRequest.tool === 'request_user_input';
  return parsed.data.questions.map(({ question, header, multiSelect = false, options }) => ({
    ...{ header: header ?? null, question, multiple: multiSelect, notes },
    text: notes || options.every(({ preview }) => preview === undefined),
    options: options.map(({ label, description }, index) => ({
      ...{ number: index + 1, label, description: description ?? null },
    })),
  }));
}

/** Options by the numbers they have on the screen; one that is the field itself is none. */
function onScreen({ options }: Dialog, page: DialogQuestion, told: Question | undefined): Question {
  const { field } = page;
  const isField = (index: number): boolean => field?.toggle === undefined && field?.option === index;
  const described = (label: string): string | null =>
    told?.options.find((one) => inkOfWords(one.label) === inkOfWords(label))?.description ?? null;
  return {
    ...{ header: told?.header ?? page.header, question: told?.question ?? page.text },
    ...{ multiple: page.multiple, text: field !== undefined },
    notes: field?.toggle !== undefined,
    options:
      // What the agent told has those that are out of sight as well, in the same order.
      page.scrolled && told
        ? told.options
        : options.flatMap(({ label, outOfSight }, index) =>
            isField(index) || outOfSight ? [] : [{ number: index + 1, label, description: described(label) }],
          ),
  };
}
