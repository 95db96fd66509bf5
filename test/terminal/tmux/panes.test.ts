import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PaneInfo, Tmux } from '../../../terminal/tmux/types';
import { testTmux, until, untilShown, type TestTmux } from '../../support/tmux-server';

let server: TestTmux;
let client: Tmux | undefined;
beforeEach(() => {
  server = testTmux();
  client = undefined;
});
afterEach(() => server.close());

/** Made when first asked for: then it need not wait for its next look for a server. */
const tmux = (): Tmux => (client ??= server.client());

async function only(session: string): Promise<PaneInfo> {
  const panes = (await tmux().listPanes()).filter((pane) => pane.session === session);
  expect(panes).toHaveLength(1);
  return panes[0] as PaneInfo;
}

/** A terminal of a person: an outer tmux whose pane is attached to `session` of the server under test. */
async function attachPerson(outer: TestTmux, session: string): Promise<void> {
  const attach = ['tmux', '-u', '-L', server.socketName, 'attach-session', '-t', `=${session}:`];
  await outer.command(
    'new-session',
    '-d',
    '-x',
    '90',
    '-y',
    '25',
    '-s',
    session,
    'env',
    '-u',
    'TMUX',
    ...attach,
  );
  const attached = (): Promise<string> =>
    server.command('display-message', '-p', '-t', `=${session}:`, '#{window_width}');
  await until(async () => (await attached()) === '90', 'the window has the size of the terminal');
}

describe('listPanes', () => {
  it('gives no panes where no server runs, and starts none', async () => {
    expect(await tmux().listPanes()).toEqual([]);
    await expect(server.serverPid()).rejects.toThrow(/no server running|No such file/);
  });

  it('tells all about a pane', async () => {
    await server.session('other', 'cat');
    const paneId = await server.session('my session', 'sh', '-c', 'printf "ab\\ncd"; exec cat');
    await until(async () => {
      const { cursorX, command } = await only('my session');
      return cursorX === 2 && command === 'cat';
    }, 'the program has written');
    expect(await only('my session')).toMatchObject({
      paneId,
      windowIndex: 0,
      paneIndex: 0,
      dead: false,
      inMode: false,
      width: 120,
      height: 40,
      cursorX: 2,
      cursorY: 1,
      historySize: 0,
      alternateScreen: false,
      attached: 0,
      command: 'cat',
      workingDir: process.cwd(),
    });
    expect((await only('my session')).pid).toBeGreaterThan(1);
  });

  it.each([
    ['a separator', 'a:|~|:b:|~|::|~|:'],
    ['a format', '#{session_name} #(id) #[fg=red] ##'],
    ['percent signs and quotes', '%H 100% "\' $x \\ ~'],
    ['the start of a row', '%99 $99 0 0 1 0'],
    ['other scripts', '✳ é漢字 👩‍👩‍👧'],
  ])('gives a title with %s as it is, and the row stays right', async (_name, title) => {
    const paneId = await server.session('s', 'sh', '-c', `printf '\\033]2;%s\\007' "$0"; exec cat`, title);
    await until(async () => (await only('s')).command === 'cat', 'the title is set');
    expect(await only('s')).toMatchObject({
      paneId,
      session: 's',
      title,
      workingDir: process.cwd(),
      height: 40,
    });
  });

  it('keeps rows apart where titles and paths have odd bytes', async () => {
    const dir = join(server.dir, 'a\n%5 b:|~|:c');
    mkdirSync(dir);
    const odd = await server.session(
      'odd',
      'sh',
      '-c',
      `printf '\\033]2;\\377\\376x\\007'; cd "$0"; exec cat`,
      dir,
    );
    const plain = await server.session('plain', 'cat');
    await until(async () => (await only('odd')).command === 'cat', 'the program runs');
    expect((await tmux().listPanes()).map(({ paneId, session }) => [paneId, session])).toEqual([
      [odd, 'odd'],
      [plain, 'plain'],
    ]);
  });

  it('lists a window that two sessions share once, under the older one', async () => {
    const paneId = await server.session('zz', 'cat');
    await server.command('new-session', '-d', '-t', 'zz', '-s', 'aa');
    expect((await tmux().listPanes()).map((pane) => [pane.paneId, pane.session])).toEqual([[paneId, 'zz']]);
  });

  it('counts the persons attached, neither itself nor a second client like it', async () => {
    const outer = testTmux();
    try {
      await server.session('s', 'cat');
      expect((await only('s')).attached).toBe(0);
      const second = server.client();
      await second.listPanes();
      expect(await server.command('display-message', '-p', '-t', 's', '#{session_attached}')).toBe('2');
      expect((await only('s')).attached).toBe(0);
      await attachPerson(outer, 's');
      expect((await only('s')).attached).toBe(1);
    } finally {
      await outer.close();
    }
  });

  it('changes no window size, neither by coming nor by going', async () => {
    const outer = testTmux();
    try {
      await server.session('s', 'cat');
      await attachPerson(outer, 's');
      const size = (): Promise<string> =>
        server.command('display-message', '-p', '-t', 's', '#{window_width}x#{window_height}');
      const before = await size();
      const second = server.client();
      expect(await second.listPanes()).toHaveLength(1);
      expect(await size()).toBe(before);
      await second.close();
      expect(await size()).toBe(before);
    } finally {
      await outer.close();
    }
  });
});

describe('capture', () => {
  it('gives exactly the rows of the screen, blanks at their ends cut', async () => {
    await server.session('s', 'sh', '-c', 'printf "one  \\n\\n  é漢😀\\n"; exec cat');
    await untilShown(tmux(), await only('s'), '漢');
    const [captured] = await tmux().capture([await only('s')]);
    expect(captured?.frame.lines).toEqual(['one', '', '  é漢😀', ...Array<string>(37).fill('')]);
    expect(captured?.frame).toMatchObject({ width: 120, height: 40, cursorX: 0, cursorY: 3, command: 'cat' });
  });

  it('gives backslashes, dollars and all scripts as they are, and leaves no buffer', async () => {
    const plain = String.raw`\ \n \t \101 \303\251 $HOME ${'$'}{x} $_ $ \$a "'`;
    const file = join(server.dir, 'text');
    writeFileSync(file, `${plain} é漢😀 e\u0301 \u{10ffff} \ud7ff \ue000|`);
    await server.session('s', 'sh', '-c', 'cat "$0"; exec cat', file);
    await untilShown(tmux(), await only('s'), '|');
    const byTmux = (await server.command('capture-pane', '-p', '-t', '=s:')).split('\n')[0];
    expect(byTmux).toContain(`${plain} é漢😀 e\u0301`);
    const [captured] = await tmux().capture([await only('s')]);
    expect(captured?.frame.lines[0]).toBe(byTmux);
    expect((await tmux().captureRows((await only('s')).paneId, 0))[0]).toBe(byTmux);
    expect(await server.command('list-buffers')).toBe('');
  });

  it('reads text and cursor at the same moment, however busy the pane', async () => {
    // At every moment the cursor stands behind the last letter.
    const script = `
      let column = 0;
      const write = () => {
        column = column === 100 ? 0 : column + 1;
        process.stdout.write(column === 0 ? '\\n' : 'x', write);
      };
      write();`;
    await server.session('s', process.execPath, '-e', script);
    await untilShown(tmux(), await only('s'), 'xxx');
    const pane = await only('s');
    const seen = new Set<number>();
    for (let look = 0; look < 200; look++) {
      for (const { frame } of await tmux().capture([pane, pane])) {
        expect(frame.lines[frame.cursorY]).toHaveLength(frame.cursorX);
        seen.add(frame.cursorX);
      }
    }
    expect(seen.size).toBeGreaterThan(5);
  });

  it('leaves out a pane that is gone and gives the others', async () => {
    await server.session('stays', 'cat');
    await server.session('goes', 'cat');
    const panes = await tmux().listPanes();
    await server.command('kill-session', '-t', '=goes:');
    expect((await tmux().capture(panes)).map(({ pane }) => pane.session)).toEqual(['stays']);
  });

  it('gives the rows from the history on, wrapped ones joined', async () => {
    const file = join(server.dir, 'text');
    const long = 'word '.repeat(60).trim();
    writeFileSync(
      file,
      Array.from({ length: 60 }, (_, index) => (index === 50 ? long : `row ${index}`)).join('\n'),
    );
    await server.session('s', 'sh', '-c', 'cat "$0"; printf "\\nEND"; exec cat', file);
    await untilShown(tmux(), await only('s'), 'END');
    const pane = await only('s');
    expect(pane.historySize).toBeGreaterThan(0);
    const rows = await tmux().captureRows(pane.paneId, -pane.historySize);
    expect(rows.slice(0, 2)).toEqual(['row 0', 'row 1']);
    expect(rows).toContain(long);
    expect(rows).toHaveLength(61);
    expect((await tmux().captureRows(pane.paneId, pane.cursorY))[0]).toBe('END');
    await expect(tmux().captureRows('%99', 0)).rejects.toThrow(/can't find pane/);
  });
});
