/**
 * Which use of a tool a dialog is about, by the agent's own ids. Two dialogs may look alike to the last row; that of a use
 * that is over is gone, whatever stands on the screen. Pure.
 */
import type { KnownDialog } from '../../workflows/contracts/host-store';
import type { ToolUse } from '../../agents/events/types';
import type { Snapshot } from '../watch/types';
import { toolCallOf } from './tool-call';
import { asksPage } from './questions';

type Told = Pick<Snapshot, 'agent' | 'frame' | 'reading' | 'reported'>;

/** Agents ask for their uses in order: the first that fits; where none can be read, all that are under way. */
export function usesOf(look: Told): readonly string[] | null {
  const { open = [], calls = [] } = look.reported?.uses ?? {};
  const fitting = open.find((use) => use.id !== undefined && isAbout(look, use))?.id;
  const ids = fitting === undefined ? calls : [fitting];
  return ids.length > 0 ? ids : null;
}

/** True where all that the dialog may be about is over. */
export function isOver(
  { uses }: Pick<KnownDialog, 'uses'>,
  { reported: told }: Pick<Snapshot, 'reported'>,
): boolean {
  const over = told?.uses.over ?? [];
  return uses !== null && uses.every((id) => over.includes(id));
}

function isAbout({ agent, frame, reading: { dialog } }: Told, use: ToolUse): boolean {
  if (!agent || !dialog) return false;
  if (dialog.question) return asksPage(dialog.question, use);
  return (
    (dialog.cut ? agent.mayAsk?.(dialog, frame, use) : agent.isAbout?.(dialog, frame, toolCallOf(use))) ??
    false
  );
}
