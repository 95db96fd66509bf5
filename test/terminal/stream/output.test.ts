/** What a page shows is what tmux shows: with real tmux, and the emulator of the pages. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { terminalDoor } from '../../../terminal/stream';
import type { Tmux } from '../../../terminal/tmux/types';
import { silentLog } from '../../../telemetry/log';
import { terminalViewer, type TestViewer } from '../../support/terminal-viewer';
import { testTmux, until, type TestTmux } from '../../support/tmux-server';

let server: TestTmux;
let tmux: Tmux;
let door: ReturnType<typeof terminalDoor>;

beforeAll(() => {
  server = testTmux();
});
beforeEach(() => {
  tmux = server.client();
  door = terminalDoor({ tmux, instanceId: 'own', socketName: server.socketName, log: silentLog });
});
afterEach(() => door.close());
afterAll(() => server.close());

let count = 0;
/** A session whose program prints what the file holds at the start, and each file that is named to it later. */
async function printer(text: string, size: readonly [number, number] = [60, 12]) {
  count += 1;
  const name = `printer${count}`;
  const file = (part: string): string => join(server.dir, `${name}-${part}`);
  writeFileSync(file('first'), text);
  const script = `stty -echo; cat ${file('first')}; while read -r part; do cat "${file('')}$part"; done`;
  const [width, height] = size.map(String) as [string, string];
  const paneId = await server.command(
    ...['new-session', '-d', '-P', '-F', '#{pane_id}', '-x', width, '-y', height, '-s', name, script],
  );
  const pid = Number(await server.command('display-message', '-p', '-t', paneId, '#{pane_pid}'));
  return {
    terminal: { server: null, paneId, pid },
    capture: async () =>
      (await server.command('capture-pane', '-p', '-t', paneId)).split('\n').map((row) => row.trimEnd()),
    cursor: () => server.command('display-message', '-p', '-t', paneId, '#{cursor_x},#{cursor_y}'),
    async prints(part: string, more: string) {
      writeFileSync(file(part), more);
      await server.command('send-keys', '-t', paneId, '-l', part);
      await server.command('send-keys', '-t', paneId, 'Enter');
    },
  };
}
type Printer = Awaited<ReturnType<typeof printer>>;

function watches({ terminal }: Pick<Printer, 'terminal'>): TestViewer & { close(): void; refresh(): void } {
  const viewer = terminalViewer();
  const watching = door.watch(terminal, viewer);
  viewer.watch(watching);
  return Object.assign(viewer, { close: watching.close, refresh: watching.refresh });
}

async function showsTheSame(viewer: TestViewer, { capture, cursor }: Printer, text: string): Promise<void> {
  await until(async () => (await capture()).join('\n').includes(text), `tmux shows ${text}`);
  const shown = async (): Promise<boolean> => {
    const rows = await capture();
    const { cursorX, cursorY } = viewer.terminal.buffer.active;
    return (
      viewer.rows().join('\n').trimEnd() === rows.join('\n').trimEnd() &&
      `${cursorX},${cursorY}` === (await cursor())
    );
  };
  await until(shown, 'the page shows the same', 3_000).catch(async () => {
    expect(viewer.rows()).toEqual(await capture());
    expect(`${viewer.terminal.buffer.active.cursorX},${viewer.terminal.buffer.active.cursorY}`).toBe(
      await cursor(),
    );
  });
}

const WIDE = [
  'CJK 日本語 and 한국어|',
  'emoji ✅ 🚀 👩‍👩‍👧 ❤️ ⚠️ 🇩🇪 1️⃣|',
  'marks é ก็ क्षि \u1112\u1161\u11ab|',
  'lines ─│┌┐ ± §|',
];

test('wide characters stand where tmux has them, in the snapshot and in the output after it', async () => {
  const one = await printer(`${WIDE.join('\n')}\n`);
  const viewer = watches(one);
  await showsTheSame(viewer, one, 'lines');
  await one.prints('more', `${WIDE.toReversed().join('\n')}\nthe end`);
  await showsTheSame(viewer, one, 'the end');
  expect(viewer.received()).toBeGreaterThan(100);
  expect(viewer.snapshots).toHaveLength(1);
});

test('colours and attributes are those of the program', async () => {
  const one = await printer('\x1b[1;31mred\x1b[0m \x1b[38;2;1;2;3;44mtrue\x1b[0m \x1b[7;4mturned\x1b[0m\n');
  await until(async () => (await one.capture()).join('').includes('turned'), 'it is printed');
  const viewer = watches(one);
  await showsTheSame(viewer, one, 'turned');
  const row = viewer.terminal.buffer.active.getLine(0);
  const cell = (x: number) => row?.getCell(x);
  expect([cell(0)?.getFgColor(), cell(0)?.isBold()]).toEqual([1, expect.any(Number)]);
  expect(cell(0)?.isBold()).not.toBe(0);
  expect([cell(4)?.isFgRGB(), cell(4)?.getFgColor(), cell(4)?.getBgColor()]).toEqual([true, 0x010203, 4]);
  expect([cell(9)?.isInverse(), cell(9)?.isUnderline()].every(Boolean)).toBe(true);
  expect(cell(3)?.isBold()).toBe(0);
});

test('lines that are drawn with letters of another set are lines', async () => {
  const one = await printer('\x1b(0lqk\x1b(B lqk \n');
  await until(async () => (await one.capture()).join('').includes('lqk'), 'it is printed');
  const viewer = watches(one);
  await until(() => viewer.rows()[0] === '┌─┐ lqk', 'the lines are drawn');
  await one.prints('more', '\x1b(0x\x1b(B end');
  await until(() => viewer.rows()[1] === '│ end', 'the lines are drawn');
});

test('who comes in the middle of a control sequence reads it whole', async () => {
  const one = await printer('before \x1b[3');
  await until(async () => (await one.capture()).join('').includes('before'), 'it is printed');
  const viewer = watches(one);
  await until(() => viewer.snapshots.length === 1, 'there is a snapshot');
  await one.prints('rest', '2mgreen\x1b[0m end');
  await showsTheSame(viewer, one, 'green end');
  expect(viewer.terminal.buffer.active.getLine(0)?.getCell(7)?.getFgColor()).toBe(2);
});

test('the history is there to scroll back, long rows whole', async () => {
  const long = 'x'.repeat(150);
  const lines = Array.from({ length: 40 }, (_, at) => `line ${at}`);
  const one = await printer(`${long}\n${lines.join('\n')}\n`);
  await until(async () => (await one.capture()).join('\n').includes('line 39'), 'it is printed');
  const viewer = watches(one);
  await showsTheSame(viewer, one, 'line 39');
  const history = viewer.history();
  expect(history.slice(0, 3).join('')).toBe(long);
  expect(viewer.terminal.buffer.active.getLine(1)?.isWrapped).toBe(true);
  expect([...history.slice(3), ...viewer.rows()].filter(Boolean)).toEqual(lines);
});

test('a full-screen program shows its screen, and leaves the one beneath', async () => {
  const one = await printer(
    'beneath\n\x1b[?1049h\x1b[2;4Hfull screen\x1b[?25l\x1b[?1h\x1b[?1000;1006h\x1b[3;8r\x1b[5;5H',
  );
  await until(async () => (await one.capture()).join('').includes('full screen'), 'it is printed');
  const viewer = watches(one);
  await showsTheSame(viewer, one, 'full screen');
  const { buffer, modes } = viewer.terminal;
  expect(buffer.active.type).toBe('alternate');
  expect([modes.applicationCursorKeysMode, modes.mouseTrackingMode]).toEqual([true, 'vt200']);
  // Scrolls within its region only.
  await one.prints('scroll', '\n\n\n\n\nregion');
  await showsTheSame(viewer, one, 'region');
  await one.prints('leave', '\x1b[r\x1b[?1049lback');
  await showsTheSame(viewer, one, 'beneath');
  expect(buffer.active.type).toBe('normal');
});

test('all bytes of the output come, in order, to each who watches', async () => {
  const one = await printer('');
  const [first, second] = [watches(one), watches(one)];
  await until(() => first.snapshots.length > 0 && second.snapshots.length > 0, 'both have a snapshot');
  const text = Array.from({ length: 300 }, (_, at) => `\x1b[3${at % 8}m${at} \\ \u00e9 日本\x1b[0m`).join(
    '\n',
  );
  await one.prints('much', `${text}\nthe end`);
  await showsTheSame(first, one, 'the end');
  await showsTheSame(second, one, 'the end');
  // Each line feed is printed with a carriage return.
  const printed = Buffer.byteLength(`${text}\nthe end`.replaceAll('\n', '\r\n'));
  expect([first.received(), second.received()]).toEqual([printed, printed]);
});

test('who reads slowly loses output and gets a fresh snapshot, and the others lose nothing', async () => {
  const one = await printer('');
  const [slow, quick] = [watches(one), watches(one)];
  await until(() => slow.snapshots.length > 0 && quick.snapshots.length > 0, 'both have a snapshot');
  slow.stop();
  const part = `${'y'.repeat(99)}\n`.repeat(1_500);
  for (const number of [1, 2, 3]) {
    await one.prints(`part${number}`, `${part}end ${number}`);
    await showsTheSame(quick, one, `end ${number}`);
  }
  expect(slow.received()).toBeLessThanOrEqual(256 * 1024);
  expect(slow.rows().join('\n')).not.toContain('end 3');
  slow.goOn();
  await showsTheSame(slow, one, 'end 3');
  expect(slow.snapshots.at(-1)).toMatchObject({ isGap: true, seq: quick.received() });
  expect(quick.snapshots).toHaveLength(1);
});

test('where nobody can take the output tmux keeps it back, and the program goes on', async () => {
  const one = await printer('');
  const viewer = watches(one);
  await until(() => viewer.snapshots.length > 0, 'there is a snapshot');
  viewer.stop();
  await one.prints('much', `${`${'z'.repeat(99)}\n`.repeat(20_000)}the end`);
  await until(
    async () => (await one.capture()).join('\n').includes('the end'),
    'the program came to its end',
  );
  viewer.goOn();
  await showsTheSame(viewer, one, 'the end');
});

test('another size of the window is a snapshot of that size', async () => {
  const one = await printer('some text\n');
  const viewer = watches(one);
  await showsTheSame(viewer, one, 'some text');
  await server.command('resize-window', '-x', '90', '-y', '20', '-t', one.terminal.paneId);
  await until(() => viewer.snapshots.at(-1)?.cols === 90, 'there is a snapshot of the new size');
  expect([viewer.terminal.cols, viewer.terminal.rows]).toEqual([90, 20]);
  await showsTheSame(viewer, one, 'some text');
});

test.each([
  ['its session ends', (id: string) => server.command('kill-pane', '-t', id), 'ended'],
  [
    'another program is started in it',
    (id: string) => server.command('respawn-pane', '-k', '-t', id, 'sleep 60'),
    'another program',
  ],
])('who watches is told when %s', async (_, act, words) => {
  await server.session(`other${count}`, 'sleep 60');
  const one = await printer('here\n');
  const viewer = watches(one);
  await showsTheSame(viewer, one, 'here');
  await act(one.terminal.paneId);
  await until(() => viewer.reason() !== undefined, 'it was told');
  expect(viewer.reason()).toContain(words);
});

test('who watches is no client that counts: neither for the size nor as attached', async () => {
  const one = await printer('here\n');
  const size = (): Promise<string> =>
    server.command(
      'display-message',
      '-p',
      '-t',
      one.terminal.paneId,
      '#{window_width}x#{window_height} #{window-size}',
    );
  const before = await size();
  const viewer = watches(one);
  await showsTheSame(viewer, one, 'here');
  const pane = (await tmux.listPanes()).find(({ paneId }) => paneId === one.terminal.paneId);
  expect(pane?.attached).toBe(0);
  expect(await size()).toBe(before);
  viewer.close();
  await until(
    async () => !(await server.command('list-clients', '-F', '#{client_flags}')).includes('pause-after'),
    'its client has gone',
  );
});
