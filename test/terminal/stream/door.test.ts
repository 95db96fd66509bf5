/** Keys and sizes of a terminal that a person has taken over, with real tmux. */
import { terminalDoor } from '../../../terminal/stream';
import type { Tmux } from '../../../terminal/tmux/types';
import { silentLog } from '../../../telemetry/log';
import { receivers, type Receiver } from '../../support/tmux-receivers';
import { testTmux, type TestTmux } from '../../support/tmux-server';

const OWN = 'own-id';
let server: TestTmux;
let tmux: Tmux;
let door: ReturnType<typeof terminalDoor>;
let panes: ReturnType<typeof receivers>;

beforeAll(async () => {
  server = testTmux();
  // The server stays when a terminal ends.
  await server.session('kept', 'cat');
  tmux = server.client();
  panes = receivers(server, tmux);
  door = terminalDoor({ tmux, instanceId: OWN, socketName: server.socketName, log: silentLog });
});
afterAll(() => server.close());

const terminalOf = ({ pane: { paneId, pid } }: Receiver) => ({ server: null, paneId, pid });

async function taken(mark = 'mark-1') {
  const one = await panes.raw();
  const terminal = terminalOf(one);
  await server.command('set-option', '-p', '-t', terminal.paneId, '@architect_owner', OWN);
  expect(await door.mark(terminal, mark)).toBeNull();
  return { one, terminal };
}
const end = (paneId: string): Promise<string> => server.command('kill-pane', '-t', paneId);
const show = (paneId: string, format: string): Promise<string> =>
  server.command('display-message', '-p', '-t', paneId, format);
const setting = (paneId: string): Promise<string> =>
  server.command('show-options', '-w', '-q', '-v', '-t', paneId, 'window-size');

test('keys arrive as the bytes that the page sent, each once', async () => {
  const { one, terminal } = await taken();
  const keys = 'a\x1b[A\x1bOB\x03\x7f\r é日👍\0\x1b[<0;3;4M;';
  for (const key of keys) expect(await door.type(terminal, 'mark-1', key)).toBeNull();
  expect(await one.read(keys)).toBe(keys);
  await end(terminal.paneId);
});

test('a text is pasted in one piece, and Enter follows where it is asked for', async () => {
  const { one, terminal } = await taken();
  expect(await door.paste(terminal, 'mark-1', 'first\nsecond $(x) #{y}', true)).toBeNull();
  const expected = '\x1b[200~first\nsecond $(x) #{y}\x1b[201~\r';
  expect(await one.read(expected)).toBe(expected);
  expect(await door.paste(terminal, 'mark-1', 'ends \x1b[201~ here', false)).toContain('ends a paste');
  await end(terminal.paneId);
});

test('who no longer has the terminal types nothing into it', async () => {
  const { one, terminal } = await taken();
  expect(await door.mark(terminal, 'mark-2')).toBeNull();
  expect(await door.type(terminal, 'mark-1', 'x')).toContain('Nothing was typed');
  expect(await door.type(terminal, 'mark-2', 'y')).toBeNull();
  expect(await one.read('y')).toBe('y');
  // What the one before gives back is no longer theirs.
  await door.unmark(terminal, 'mark-1');
  expect(await show(terminal.paneId, '#{@architect_writer}')).toBe('mark-2');
  await door.unmark(terminal, 'mark-2');
  expect(await show(terminal.paneId, '#{@architect_writer}')).toBe('');
  expect(await door.type(terminal, 'mark-2', 'z')).toContain('Nothing was typed');
  expect(one.bytes()).toBe(1);
  await end(terminal.paneId);
});

test('another program in the same pane gets no keys', async () => {
  const { one, terminal } = await taken();
  await server.command('respawn-pane', '-k', '-t', terminal.paneId, 'cat');
  expect(await door.type(terminal, 'mark-1', 'x')).toContain('Nothing was typed');
  expect(await door.paste(terminal, 'mark-1', 'x', true)).toContain('Nothing was typed');
  expect(one.bytes()).toBe(0);
  await end(terminal.paneId);
  expect(await door.type(terminal, 'mark-1', 'x')).toMatch(/find pane|Nothing was typed/);
});

test("another dashboard's terminal can't be taken", async () => {
  const { terminal } = await taken();
  await server.command('set-option', '-p', '-t', terminal.paneId, '@architect_owner', 'another');
  expect(await door.mark(terminal, 'mark-2')).toContain('another dashboard');
  expect(await door.type(terminal, 'mark-1', 'x')).toContain('Nothing was typed');
  await end(terminal.paneId);
});

test.each([
  ['none', undefined, ''],
  ['smallest', 'smallest', 'smallest'],
  ['manual', 'manual', 'manual'],
])('size and setting (%s) of a window are given back as they were', async (_, before, after) => {
  const { terminal } = await taken();
  const { paneId } = terminal;
  if (before !== undefined) await server.command('set-option', '-w', '-t', paneId, 'window-size', before);
  const size = await show(paneId, '#{window_width}x#{window_height}');
  expect(await door.takeSize(terminal, 'mark-1', { cols: 71, rows: 17 })).toBeNull();
  expect(await door.takeSize(terminal, 'mark-1', { cols: 72, rows: 18 })).toBeNull();
  expect(await show(paneId, '#{window_width}x#{window_height}')).toBe('72x18');
  await door.giveSizeBack(terminal);
  expect([await show(paneId, '#{window_width}x#{window_height}'), await setting(paneId)]).toEqual([
    size,
    after,
  ]);
  expect(await show(paneId, '#{@architect_size_before}')).toBe('');
  // A second time nothing is left to give back.
  await server.command('resize-window', '-x', '50', '-y', '10', '-t', paneId);
  await door.giveSizeBack(terminal);
  expect(await show(paneId, '#{window_width}')).toBe('50');
  await end(paneId);
});

test('a size is taken by nobody else, and of no divided window', async () => {
  const { terminal } = await taken();
  expect(await door.takeSize(terminal, 'mark-9', { cols: 70, rows: 20 })).toContain('another one now');
  await server.command('split-window', '-d', '-t', terminal.paneId, 'sleep 60');
  const width = await show(terminal.paneId, '#{window_width}');
  expect(await door.takeSize(terminal, 'mark-1', { cols: 70, rows: 20 })).toContain('several panes');
  expect([await show(terminal.paneId, '#{window_width}'), await setting(terminal.paneId)]).toEqual([
    width,
    '',
  ]);
  await end(terminal.paneId);
});

test('marks and sizes that a crash left are taken away, those that hold stay', async () => {
  const [left, held] = [await taken('left'), await taken('held')];
  for (const [one, mark] of [
    [left, 'left'],
    [held, 'held'],
  ] as const)
    expect(await door.takeSize(one.terminal, mark, { cols: 66, rows: 16 })).toBeNull();
  const next = terminalDoor({ tmux, instanceId: OWN, socketName: server.socketName, log: silentLog });
  const other = terminalDoor({ tmux, instanceId: 'another', socketName: server.socketName, log: silentLog });
  await other.settle(() => false);
  expect(await show(left.terminal.paneId, '#{@architect_writer} #{window_width}')).toBe('left 66');
  await next.settle((mark) => mark === 'held');
  expect(await show(left.terminal.paneId, '#{@architect_writer} #{window_width}')).toBe(' 200');
  expect(await show(held.terminal.paneId, '#{@architect_writer} #{window_width}')).toBe('held 66');
  for (const { terminal } of [left, held]) await end(terminal.paneId);
});

test('a terminal that is taken while those are looked for keeps its mark and its size', async () => {
  const standing = new Set<string>();
  const { terminal } = await taken('before');
  const listPanes: Tmux['listPanes'] = async () => {
    standing.add('late');
    expect(await door.mark(terminal, 'late')).toBeNull();
    expect(await door.takeSize(terminal, 'late', { cols: 66, rows: 16 })).toBeNull();
    return tmux.listPanes();
  };
  const slow = { tmux: { ...tmux, listPanes }, instanceId: OWN, log: silentLog };
  await terminalDoor({ ...slow, socketName: server.socketName }).settle((mark) => standing.has(mark));
  expect(await show(terminal.paneId, '#{@architect_writer} #{window_width}')).toBe('late 66');
  await end(terminal.paneId);
});

test('the line to attach by names the server and the very session', () => {
  expect(door.attachLine('dev_worker1')).toBe(
    `tmux -L ${server.socketName} attach-session -t '=dev_worker1'`,
  );
  expect(door.attachLine("it's")).toMatch(/ "=it's"$/);
  expect(door.attachLine('dev worker')).toBe(`tmux -L ${server.socketName} attach-session -t '=dev worker'`);
});
