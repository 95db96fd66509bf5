/** Keys go as a paste of their bytes: the same bytes that tmux would send for them. */
import { readFileSync, writeFileSync } from 'node:fs';
import { argvArgument } from '../../../terminal/tmux/quote';
import { receivers, type Receiver } from '../../support/tmux-receivers';
import { testTmux, until } from '../../support/tmux-server';

const server = testTmux();
const tmux = server.client();
const { raw } = receivers(server, tmux);
afterAll(() => server.close());

const CURSOR = [
  'Up',
  'Down',
  'Left',
  'Right',
  'Home',
  'End',
  'PageUp',
  'PgUp',
  'PPage',
  'PageDown',
  'PgDn',
  'NPage',
];
const EDITING = ['Insert', 'IC', 'Delete', 'DC'];
const NAVIGATION = [...CURSOR, ...EDITING];
const MODIFIERS = ['C-', 'M-', 'S-', 'C-M-', 'C-S-', 'M-S-', 'C-M-S-'];
const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyz');
const NAMES = [
  ...Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index)),
  ...['é', '漢', '😀', 'Enter', 'Escape', 'Tab', 'BTab', 'Space', 'BSpace'],
  ...NAVIGATION,
  ...MODIFIERS.flatMap((modifier) => NAVIGATION.map((key) => `${modifier}${key}`)),
  ...Array.from({ length: 12 }, (_, index) => `F${index + 1}`),
  ...LETTERS.flatMap((letter) => [
    `C-${letter}`,
    `M-${letter}`,
    `M-${letter.toUpperCase()}`,
    `C-M-${letter}`,
  ]),
  ...[
    'C-[',
    'C-\\',
    'C-]',
    'C-^',
    'C-_',
    'M-1',
    'M--',
    'M-.',
    'M-é',
    'M-Enter',
    'M-Escape',
    'M-Tab',
    'M-BSpace',
    'M-Space',
  ],
];
/** Pressed after each key; as bytes no key holds it. */
const MARK = ['F11', 'F10'];
const MARK_BYTES = '\x1b[23~\x1b[21~';

/** What each key sends, one after the other. */
async function sent(
  receiver: Receiver,
  press: (strokes: readonly string[][]) => Promise<unknown>,
): Promise<Record<string, string>> {
  const start = receiver.bytes();
  await press(NAMES.map((name) => [name, ...MARK]));
  const read = (): string[] => readFileSync(receiver.file).subarray(start).toString().split(MARK_BYTES);
  await until(() => read().length === NAMES.length + 1, 'all keys have arrived');
  return Object.fromEntries(NAMES.map((name, index) => [name, read()[index] ?? '']));
}

describe('keys', () => {
  it.each([
    ['normal', '\x1b[?1l'],
    ['application', '\x1b[?1h'],
  ])(
    'send what send-keys would, in %s cursor mode',
    async (mode, sequence) => {
      const receiver = await raw();
      const { paneId } = receiver.pane;
      const tty = await server.command('display-message', '-p', '-t', paneId, '#{pane_tty}');
      writeFileSync(tty, sequence);
      const flag = mode === 'normal' ? '0' : '1';
      await until(
        async () =>
          (await server.command('display-message', '-p', '-t', paneId, '#{keypad_cursor_flag}')) === flag,
        'the mode is set',
      );
      const byTmux = await sent(receiver, async (strokes) => {
        // tmux 3.7 takes 1000 arguments.
        for (let start = 0; start < strokes.length; start += 100) {
          const names = strokes.slice(start, start + 100).flat();
          await server.command('send-keys', '-t', paneId, '--', ...names.map(argvArgument));
        }
      });
      const byUs = await sent(receiver, async (strokes) => {
        for (const stroke of strokes) await tmux.keys(paneId, stroke, receiver.guard);
      });
      expect(byUs).toEqual(byTmux);
      expect(byUs['Up']).toBe(mode === 'normal' ? '\x1b[A' : '\x1bOA');
      expect(Object.values(byUs)).not.toContain('');
    },
    30_000,
  );

  it('are pressed in their order, all in one', async () => {
    const receiver = await raw();
    await tmux.keys(receiver.pane.paneId, ['Escape', 'Up', '1', 'S-Tab', 'C-c', 'Enter'], receiver.guard);
    const expected = '\x1b\x1b[A1\x1b[Z\x03\r';
    expect(await receiver.read(expected)).toBe(expected);
  });

  it.each([
    'Entr',
    '',
    'ab',
    'C-',
    'C-é',
    'C-1',
    'C-Space',
    'S-a',
    'S-F1',
    'User0',
    'MouseDown1',
    '\x01',
    '\n',
  ])('are refused by the name %j, before anything is typed', async (name) => {
    const receiver = await raw();
    await expect(tmux.keys(receiver.pane.paneId, ['x', name], receiver.guard)).rejects.toThrow(
      /is no key name/,
    );
    expect(receiver.bytes()).toBe(0);
    await tmux.killPane(receiver.pane.paneId, { pid: receiver.pane.pid });
  });
});
