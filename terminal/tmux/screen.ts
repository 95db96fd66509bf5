/** What is on the screens of panes. */
import type { Connection } from './connection';
import { PANE_FORMAT, parsePane } from './panes';
import { command } from './quote';
import { TmuxError, TmuxGoneError, type PaneFrame, type PaneInfo } from './types';

/** The screens of `panes`, all asked for in one write. A pane that is gone is left out. */
export async function captureFrames(
  connection: Connection,
  panes: readonly PaneInfo[],
): Promise<PaneFrame[]> {
  const frames = await Promise.all(panes.map((pane) => captureFrame(connection, pane)));
  return frames.filter((frame) => frame !== undefined);
}

/**
 * Text and cursor are read in one command line, so both belong to the same moment.
 * The capture comes first because only it is refused where the pane is gone.
 */
async function captureFrame(connection: Connection, known: PaneInfo): Promise<PaneFrame | undefined> {
  const { paneId } = known;
  const capture = connection.dialect.capture('-t', paneId);
  const commands = [...capture.commands, command('display-message', '-p', '-t', paneId, PANE_FORMAT)];
  let answers: readonly (readonly string[])[];
  try {
    answers = await connection.run(commands.join(' ; '), commands.length);
  } catch (error) {
    if (error instanceof TmuxError && !(error instanceof TmuxGoneError)) return undefined;
    throw error;
  }
  const screen = capture.rows(answers);
  const row = answers.at(-1) ?? [];
  const { pane } = parsePane(row.join('\n'), known.attached);
  const { width, height, cursorX, cursorY, historySize, title, command: program, dead } = pane;
  const lines = Array.from({ length: height }, (_, index) => (screen[index] ?? '').trimEnd());
  return {
    pane,
    frame: { lines, width, height, cursorX, cursorY, historySize, title, command: program, dead },
  };
}

/** Visible rows with colours and attributes, of all panes asked for in one write; undefined for one that is gone. */
export function captureColours(
  connection: Connection,
  paneIds: readonly string[],
): Promise<(readonly string[] | undefined)[]> {
  const one = async (paneId: string): Promise<readonly string[] | undefined> => {
    const { commands, rows } = connection.dialect.capture('-e', '-t', paneId);
    try {
      return rows(await connection.run(commands.join(' ; '), commands.length));
    } catch (error) {
      if (error instanceof TmuxError && !(error instanceof TmuxGoneError)) return undefined;
      throw error;
    }
  };
  return Promise.all(paneIds.map(one));
}

/** Rows from `startRow` (0 = first visible row, negative = history) to the last visible one, wrapped rows joined, with the blanks drawn at their ends. */
export async function captureRows(
  connection: Connection,
  paneId: string,
  startRow: number,
): Promise<string[]> {
  const { commands, rows } = connection.dialect.capture('-J', '-S', String(startRow), '-t', paneId);
  return [...rows(await connection.run(commands.join(' ; '), commands.length))];
}
