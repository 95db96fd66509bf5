/** Tells one dialog from another: by its terminal and its text. What is marked, ticked or written in it is no part of that. Pure. */
import { createHash } from 'node:crypto';
import type { Question } from '../../workflows/contracts/confirmation';
import type { Dialog } from '../../agents/types';
import type { KnownDialog } from '../../workflows/contracts/host-store';
import type { Snapshot } from '../watch/types';
import { callOfCut } from './tool-call';
import { belongsTo, inkOfWords } from './questions';
import { isOver } from './uses';

type Shown = Pick<Snapshot, 'pane' | 'reading' | 'agent' | 'frame' | 'reported'>;
type Asked = readonly Pick<Question, 'question'>[];

/**
 * undefined where no dialog is on the screen. Every page of a form has the fingerprint of the form where its `questions`
 * are known. Of one that is taller than the terminal, what is out of sight counts as well: the same end may belong to
 * another file or command.
 */
export function fingerprintOf(look: Shown, questions: Asked | null): string | undefined {
  const { pane, reading: verdict } = look;
  const { dialog } = verdict;
  if (!dialog) return undefined;
  const unseen = dialog.cut === 'above' ? [callOfCut(look)] : [];
  const text = JSON.stringify([pane.paneId, pane.pid, ...identityOf(dialog, questions), ...unseen]);
  return createHash('sha256').update(text).digest('hex');
}

function identityOf(dialog: Dialog, questions: Asked | null): readonly unknown[] {
  const { question: page, title } = dialog;
  if (page && questions && belongsTo(page, questions))
    return ['questions', questions.map(({ question }) => inkOfWords(question))];
  if (page && !page.review) return ['questions', [inkOfWords(page.text)]];
  return ['dialog', title, bodyOf(dialog)];
}

/** What a person reads above the options: rows without rules and blank edges, as one text. */
export function bodyOf({ body = [] }: Dialog): string {
  return body
    .filter((row) => !/^[─╌▔]+$/.test(row))
    .map((row) => row.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}

/** What the record has of a dialog that tells it from others. */
export type Known = Pick<KnownDialog, 'fingerprint' | 'questions' | 'uses'>;

/** True where the look shows the known dialog, whichever page of it. */
export function isShown(known: Known, look: Shown): boolean {
  return !isOver(known, look) && looksLike(known, look);
}

export function looksLike(known: Known, look: Shown): boolean {
  return fingerprintOf(look, known.questions) === known.fingerprint;
}
