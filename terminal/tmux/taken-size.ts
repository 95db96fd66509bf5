/**
 * A window that a person gave the size of their page, until they give it back. What it was before is an option of the
 * window, set in the same line: it outlives this program, and ends with the window.
 */
import type { Client } from './client';
import type { Connection } from './connection';
import { expectations, guardCommand, ifHeld, tellTime, type Expectation } from './guard';
import { command } from './quote';
import type { PaneSize } from './output-types';
import { TmuxError, TmuxMovedError, WRITER_OPTION, type Guard } from './types';

/** `HOLDER 200x50 SETTING`; the setting is `-` where the window had none of its own. */
const BEFORE_OPTION = '@architect_size_before';
const INHERITED = '-';
const BEFORE = /^(\S+) (\d+)x(\d+) (\S+)$/;

const sole: Expectation = { format: '#{window_panes}', expected: '1', name: 'the only pane of its window' };

export async function takeSize(
  client: Client,
  paneId: string,
  { cols, rows }: PaneSize,
  { holder, guard }: { readonly holder: string; readonly guard: Guard },
): Promise<void> {
  const held = [...expectations(paneId, guard)];
  const done = await ifHeld(() =>
    client.reading(async ({ run }) => {
      const question = command('display-message', '-p', '-t', paneId, '#{window_width}x#{window_height}');
      const own = command('show-options', '-w', '-q', '-v', '-t', paneId, 'window-size');
      const panes = command('display-message', '-p', '-t', paneId, sole.format);
      const [size = [], setting = [], count = []] = await run([question, own, panes].join(' ; '), 3);
      if (count[0] !== sole.expected)
        throw new TmuxError(
          'Its window is divided into several panes, so it has no size of its own: the size was not taken.',
        );
      const before = `${holder} ${size[0] ?? ''} ${setting[0] ?? INHERITED}`;
      const commands = [
        tellTime,
        guardCommand(paneId, [...held, sole]),
        // What it was before the first time it was taken stays.
        command('set-option', '-w', '-o', '-q', '-t', paneId, '--', BEFORE_OPTION, before),
        command('resize-window', '-x', String(cols), '-y', String(rows), '-t', paneId),
      ];
      await run(commands.join(' ; '), commands.length);
    }),
  );
  if (!done)
    throw new TmuxMovedError(`The terminal in pane ${paneId} is another one now: its size was not taken.`);
}

export async function giveSizeBack(client: Client, paneId: string, holder: string): Promise<void> {
  await client.reading(async (connection) => {
    const [[row = ''] = []] = await connection.run(
      command('display-message', '-p', '-t', paneId, `#{pane_id} #{window_id} #{${BEFORE_OPTION}}`),
    );
    const [id, windowId = '', ...before] = row.split(' ');
    if (id === paneId) await restore(connection, windowId, before.join(' '), holder);
  });
}

export async function restoreSizes(
  client: Client,
  holder: string,
  stands: (mark: string) => boolean,
): Promise<void> {
  const connection = await client.find(false);
  if (!connection) return;
  const format = `#{window_id} #{${WRITER_OPTION}} #{${BEFORE_OPTION}}`;
  const [rows = []] = await connection.run(command('list-panes', '-a', '-F', format));
  for (const row of rows) {
    const [windowId = '', mark = '', ...before] = row.split(' ');
    if (mark === '' || !stands(mark)) await restore(connection, windowId, before.join(' '), holder);
  }
}

async function restore({ run }: Connection, windowId: string, before: string, holder: string): Promise<void> {
  const [, by, width = '', height = '', setting = INHERITED] = BEFORE.exec(before) ?? [];
  if (by !== holder) return;
  const commands = [
    command('resize-window', '-x', width, '-y', height, '-t', windowId),
    setting === INHERITED
      ? command('set-option', '-w', '-u', '-t', windowId, '--', 'window-size')
      : command('set-option', '-w', '-t', windowId, '--', 'window-size', setting),
    command('set-option', '-w', '-u', '-t', windowId, '--', BEFORE_OPTION),
  ];
  await run(commands.join(' ; '), commands.length);
}
