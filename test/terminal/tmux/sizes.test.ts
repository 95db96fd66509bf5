/** A session has the size it was asked for, whoever else is attached to the server. */
import type { Tmux } from '../../../terminal/tmux/types';
import { testTmux, until, type TestTmux } from '../../support/tmux-server';

let server: TestTmux;
let outer: TestTmux;
let tmux: Tmux;
beforeEach(() => {
  server = testTmux();
  outer = testTmux();
  tmux = server.client();
});
afterEach(async () => {
  await outer.close();
  await server.close();
});

let count = 0;
/** A person's terminal of that size: a pane of another tmux, attached to `session`. */
async function attach(session: string, width: number, height: number): Promise<() => Promise<unknown>> {
  const name = `person${++count}`;
  const client = [
    'env',
    '-u',
    'TMUX',
    'tmux',
    '-u',
    '-L',
    server.socketName,
    'attach-session',
    '-t',
    `=${session}`,
  ];
  const size = ['-x', String(width), '-y', String(height)];
  await outer.command('new-session', '-d', ...size, '-s', name, ...client);
  await outer.command('set-option', '-t', name, 'status', 'off');
  await outer.command('resize-window', ...size, '-t', name);
  const clients = (): Promise<string> =>
    server.command('list-clients', '-F', '#{client_width}x#{client_height}');
  await until(async () => (await clients()).includes(`${width}x${height}`), 'the terminal is attached');
  return () => outer.command('kill-session', '-t', `=${name}`);
}

const size = (session: string): Promise<string> =>
  server.command('display-message', '-p', '-t', `=${session}:`, '#{window_width}x#{window_height}');
const make = (name: string, width?: number, height?: number) =>
  tmux.newSession({
    ...{ name, workingDir: server.dir, argv: ['cat'] },
    ...(width === undefined || height === undefined ? {} : { width, height }),
  });

describe('a new session', () => {
  it.each([
    [20, 6, 'latest'],
    [2, 1, 'latest'],
    [20, 6, 'smallest'],
    [20, 6, 'largest'],
    [250, 70, 'latest'],
  ])(
    'has its own size where a terminal of %ix%i is attached elsewhere, window-size %s',
    async (width, height, setting) => {
      await server.session('first', 'cat');
      await server.command('set-option', '-g', '-w', 'window-size', setting);
      await attach('first', width, height);
      expect(await make('made')).toMatchObject({ width: 200, height: 50 });
      expect(await make('other', 90, 30)).toMatchObject({ width: 90, height: 30 });
      expect([await size('made'), await size('other')]).toEqual(['200x50', '90x30']);
      await tmux.listPanes();
      expect([await size('made'), await size('other')]).toEqual(['200x50', '90x30']);
    },
  );

  it('has it as the first of a server as well', async () => {
    expect(await make('made', 150, 45)).toMatchObject({ width: 150, height: 45 });
  });

  it('fits the terminal of a person who attaches, and has its own size again when nobody looks', async () => {
    await make('made');
    const leave = await attach('made', 90, 25);
    await until(async () => (await size('made')) === '90x24', 'the window fits the terminal');
    await tmux.listPanes();
    expect(await size('made')).toBe('90x24');
    await leave();
    await until(async () => {
      await tmux.listPanes();
      return (await size('made')) === '200x50';
    }, 'the window has its size again');
    const again = await attach('made', 20, 6);
    await until(async () => (await size('made')) === '20x5', 'the window fits the terminal');
    await again();
    await until(async () => {
      await tmux.listPanes();
      return (await size('made')) === '200x50';
    }, 'the window has its size again');
  });

  it('keeps the size a person gave it by hand', async () => {
    await make('made');
    await server.command('resize-window', '-x', '100', '-y', '20', '-t', 'made');
    await tmux.listPanes();
    await tmux.listPanes();
    expect(await size('made')).toBe('100x20');
  });

  it('whose program ends at once is given as it was made', async () => {
    await server.session('first', 'cat');
    await tmux.newSession({ name: 'short', workingDir: server.dir, argv: ['true'] });
    expect((await tmux.listPanes()).map(({ session }) => session)).toContain('first');
  });

  it('leaves the size of the sessions of others alone', async () => {
    const outsider = await server.session('theirs', 'cat');
    const leave = await attach('theirs', 40, 10);
    await make('made');
    await leave();
    await tmux.listPanes();
    await tmux.listPanes();
    expect((await tmux.listPanes()).find(({ paneId }) => paneId === outsider)).toMatchObject({
      width: 40,
      height: 9,
    });
  });
});
