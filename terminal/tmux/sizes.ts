/**
 * The size a session was asked for. tmux makes a new window as large as whichever client was used last, on any session,
 * and leaves it as small as the last client that looked at it. We give it the size asked for, when it is made and again
 * when nobody looks at it any more. In between the person's own settings hold: `window-size` is not left at `manual`.
 */
import type { Connection } from './connection';
import { command } from './quote';

export interface WindowSize {
  /** `@3`. */
  readonly windowId: string;
  readonly width: number;
  readonly height: number;
  /** `200x50`; '' for a window that isn't ours. */
  readonly asked: string;
  /** The setting that holds for the window: `latest`, `manual`. */
  readonly setting: string;
}

/** Window option that holds the size asked for. */
export const ASKED_OPTION = '@architect_size';

/** Commands that give the window its size and leave its setting as it was: unset. */
export function sizeCommands(windowId: string, asked: string): string[] {
  const [width = '', height = ''] = asked.split('x');
  return [
    command('resize-window', '-x', width, '-y', height, '-t', windowId),
    command('set-option', '-w', '-t', windowId, '--', ASKED_OPTION, asked),
    command('set-option', '-w', '-u', '-t', windowId, '--', 'window-size'),
  ];
}

function isSmaller({ width, height, asked }: WindowSize): boolean {
  const [askedWidth, askedHeight] = asked.split('x').map(Number);
  return width < Number(askedWidth) || height < Number(askedHeight);
}

/** Returns a function that gives windows of ours their size back; `windows` are those that nobody looks at. */
export function createRestorer(): (connection: Connection, windows: readonly WindowSize[]) => void {
  /** Where it didn't help: another try would only make the program repaint for ever. */
  const helpless = new Set<string>();

  async function restore({ run, server }: Connection, { windowId, asked }: WindowSize): Promise<void> {
    const question = command('display-message', '-p', '-t', windowId, '#{window_width}x#{window_height}');
    const commands = [...sizeCommands(windowId, asked), question];
    const answers = await run(commands.join(' ; '), commands.length);
    if (answers.at(-1)?.[0] !== asked) helpless.add(`${server} ${windowId}`);
  }

  return (connection, windows) => {
    for (const window of windows) {
      // A person who set a size by hand meant it.
      if (window.setting === 'manual' || !isSmaller(window)) continue;
      if (helpless.has(`${connection.server} ${window.windowId}`)) continue;
      // The window may just have ended.
      restore(connection, window).catch(() => undefined);
    }
  };
}
