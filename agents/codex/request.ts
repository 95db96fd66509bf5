/** What a dialog of Codex asks for, read from its rows. Undefined rather than guessed. */
import type { ToolCall } from '../../workflows/contracts/confirmation';
import type { ToolUse } from '../events/types';
import { LEFT_OUT, readCodexDialog } from './dialog';
import { inkOf, isBlank } from '../screen/lines';
import type { Dialog, Frame } from '../types';
import { readingsOf } from '../screen/wrapped';

const RUN = 'Would you like to run the following command?';
const EDIT = 'Would you like to make the following edits?';

export function codexRequest({ kind, title, body = [] }: Dialog, frame: Frame): ToolCall | undefined {
  if (kind !== 'permission' || !readCodexDialog(frame)?.whole) return undefined;
  if (title === RUN) {
    const commands = readingsOf(commandRows(body), frame.width, 2);
    return commands.length > 0 ? { tool: 'Bash', commands, path: null } : undefined;
  }
  return title === EDIT ? editOf(body) : undefined;
}

/** From `$ ` to the menu. What the agent gives as a reason stands above; a second `$ ` may be part of either. */
function commandRows(body: readonly string[]): string[] {
  const starts = body.flatMap((row, index) => (row.startsWith('  $ ') ? [index] : []));
  const [start = 0] = starts;
  if (starts.length !== 1) return [];
  const rows = body.slice(start);
  while (isBlank(rows.at(-1) ?? 'x')) rows.pop();
  return rows.map((row, index) => (index === 0 ? row.slice(4) : row.slice(2)));
}

/** One file, in one row. */
function editOf(body: readonly string[]): ToolCall | undefined {
  const places = body.flatMap((row, index) => (row.startsWith('  Destination: ') ? [index] : []));
  const [place = 0] = places;
  const path = (body[place] ?? '').slice('  Destination: '.length).trim();
  if (places.length !== 1 || !path.startsWith('/') || path.includes('…')) return undefined;
  return isBlank(body[place + 1] ?? '') ? { tool: 'Edit', commands: [], path } : undefined;
}

export function isCodexAbout({ kind, title, body = [] }: Dialog, frame: Frame, call: ToolCall): boolean {
  const [command] = call.commands;
  if (kind !== 'permission') return false;
  if (command !== undefined && title === RUN) {
    const rows = commandRows(body);
    // Of a long one the dialog shows the beginning.
    const shown = rows.filter((row) => !LEFT_OUT.test(`  ${row}`));
    const ink = inkOf(shown.join(' '));
    return shown.length < rows.length ? ink !== '' && inkOf(command).startsWith(ink) : inkOf(command) === ink;
  }
  const edit = title === EDIT && readCodexDialog(frame)?.whole ? editOf(body) : undefined;
  return edit !== undefined && call.path === edit.path;
}

/** Of a command the dialog shows the beginning; an edit that is cut is read by a person. */
export function mayCodexAsk(dialog: Dialog, frame: Frame, { tool, input }: ToolUse): boolean {
  const { command } = input;
  return (
    typeof command === 'string' && isCodexAbout(dialog, frame, { tool, commands: [command], path: null })
  );
}
