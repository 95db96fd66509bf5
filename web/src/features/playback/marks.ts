/** What happened in the session meanwhile, as marks on the line of time. Pure. */
import type { Answer } from '../../app/api';
import { firstLine } from '../../ui/text';

export type Recording = Answer<'GET /api/sessions/:name/recording'>;
export type Mark = Recording['marks'][number];

export const markMs = ({ at }: Mark): number => Date.parse(at);

export const markBefore = (marks: readonly Mark[], ms: number): Mark | undefined =>
  marks.findLast((mark) => markMs(mark) < ms);
export const markAfter = (marks: readonly Mark[], ms: number): Mark | undefined =>
  marks.find((mark) => markMs(mark) > ms);

const ENDINGS: Readonly<Record<string, string>> = {
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
  indeterminate: 'ended as indeterminate',
};

/** What it is, without the words of others. */
export function markTitle({ kind, prompt_id: prompt, word }: Mark): string {
  if (kind === 'prompt_taken') return `Prompt #${prompt} taken`;
  if (kind === 'prompt_ended') return `Prompt #${prompt} ${ENDINGS[word ?? ''] ?? 'given back to the queue'}`;
  return kind === 'dialog_opened' ? 'Dialog opened' : `Dialog ${word === 'expired' ? 'expired' : 'ended'}`;
}

/** With the first words of the prompt, or the title of the dialog. */
export function markWords(mark: Mark): string {
  const text = firstLine(mark.text ?? '');
  return text === '' ? markTitle(mark) : `${markTitle(mark)}: ${text}`;
}
