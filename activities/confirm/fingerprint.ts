/** Tells one dialog from another: by its terminal and its text, not by which option is marked. Pure. */
import { createHash } from 'node:crypto';
import type { Dialog } from '../agents/types';
import type { Look } from '../watch/types';
import { callOfCut } from './call';

/**
 * undefined where no dialog is on the screen. Of one that is taller than the terminal, what is out of sight counts as well:
 * the same end may belong to another file or command.
 */
export function fingerprintOf(
  look: Pick<Look, 'pane' | 'verdict' | 'agent' | 'frame' | 'told'>,
): string | undefined {
  const { pane, verdict } = look;
  const { dialog } = verdict;
  if (!dialog) return undefined;
  const { kind, title, options } = dialog;
  const labels = options.map(({ label }) => label);
  const unseen = dialog.cut === 'above' ? [callOfCut(look)] : [];
  const text = JSON.stringify([pane.paneId, pane.pid, kind, title, bodyOf(dialog), labels, ...unseen]);
  return createHash('sha256').update(text).digest('hex');
}

/** What a person reads above the options: rows without rules and blank edges, as one text. */
export function bodyOf({ body = [] }: Dialog): string {
  return body
    .filter((row) => !/^[─╌▔]+$/.test(row))
    .map((row) => row.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}
