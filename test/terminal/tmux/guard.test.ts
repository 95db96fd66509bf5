/** What is typed is typed only where at that very moment the terminal is what it was when it was looked at. */
import { writeFileSync } from 'node:fs';
import { TmuxMovedError, type Guard } from '../../../terminal/tmux/types';
import { receivers, type Receiver } from '../../support/tmux-receivers';
import { testTmux, until, untilShown } from '../../support/tmux-server';

const server = testTmux();
const tmux = server.client();
const { raw } = receivers(server, tmux);
afterAll(() => server.close());

async function look({ pane }: Receiver) {
  const [found] = await tmux.capture([pane]);
  if (!found) throw new Error('The pane is gone.');
  return found;
}

const buffers = (): Promise<string> => server.command('list-buffers', '-F', '#{buffer_name}');

/** Nothing of what was refused arrives: what is typed afterwards is all there is. */
async function refusesThenTakes(receiver: Receiver, guard: Guard, reason: RegExp): Promise<void> {
  const { paneId, pid } = receiver.pane;
  const before = receiver.bytes();
  for (const typing of [tmux.paste(paneId, 'wrong', guard), tmux.keys(paneId, ['Enter'], guard)]) {
    const error = await typing.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(TmuxMovedError);
    expect((error as Error).message).toMatch(reason);
    expect((error as Error).message).toMatch(/nothing was typed/i);
  }
  await tmux.keys(paneId, ['y'], { pid });
  await until(() => receiver.bytes() > before, 'the key has arrived');
  expect(receiver.bytes()).toBe(before + 1);
  expect(await buffers()).toBe('');
}

/** Shows `text` in the pane, as if its program had written it. */
async function show(receiver: Receiver, text: string, shown: string): Promise<void> {
  const tty = await server.command('display-message', '-p', '-t', receiver.pane.paneId, '#{pane_tty}');
  writeFileSync(tty, text);
  await untilShown(tmux, receiver.pane, shown);
}

describe('a guard', () => {
  it('lets through what was just looked at, with all it can ask for', async () => {
    const receiver = await raw();
    await show(
      receiver,
      '\r\n❯ say "hi", {a} #{pid} 100% [x] *y* \\z ~ é漢字 👩‍👩‍👧 e\u0301 \u{10ffff} | end\r\n',
      '| end',
    );
    await server.command('set-option', '-p', '-t', receiver.pane.paneId, '@mark', "it's a {b}, #{c}");
    const { pane, frame } = await look(receiver);
    const rows = frame.lines.filter((line) => line !== '');
    const guard = {
      pid: pane.pid,
      command: pane.command,
      frame,
      rows,
      options: { '@mark': "it's a {b}, #{c}", '@none': '' },
    };
    await tmux.paste(pane.paneId, 'a', guard);
    await tmux.keys(pane.paneId, ['Enter'], guard);
    expect(await receiver.read('\x1b[200~a\x1b[201~\r')).toBe('\x1b[200~a\x1b[201~\r');
    expect(await buffers()).toBe('');
  });

  it('holds back where the process of the pane is another', async () => {
    const receiver = await raw();
    await refusesThenTakes(receiver, { pid: receiver.pane.pid + 1 }, /the process of the pane/);
  });

  it('holds back where another program is in the foreground', async () => {
    const receiver = await raw();
    await refusesThenTakes(
      receiver,
      { ...receiver.guard, command: 'claude' },
      /the program in the foreground/,
    );
  });

  it.each(['width', 'height', 'cursorX', 'cursorY', 'historySize'] as const)(
    'holds back where the screen has another %s',
    async (property) => {
      const receiver = await raw();
      const { frame } = await look(receiver);
      const other = { ...frame, [property]: frame[property] + 1 };
      await refusesThenTakes(receiver, { ...receiver.guard, frame: other }, /Changed: the \w+/);
    },
  );

  it.each([
    ['a dialog', 'Do you want to proceed?', 'Do you want to continue?'],
    ['a text of many kinds', '[1] "é漢字", {b} #c — 50% *d*', '[1] "é漢字", {b} #c — 50% *e*'],
    ['a command that goes on', 'rm -rf a /x', 'rm -rf a'],
    ['a long text', `${'word '.repeat(18)}end`, `${'word '.repeat(18)}and`],
  ])('holds back where %s is not on the screen any more', async (_name, shown, asked) => {
    const receiver = await raw();
    await show(receiver, `\r\n  ${shown}  \r\n`, shown);
    await refusesThenTakes(receiver, { ...receiver.guard, rows: [`  ${asked}`] }, /the row/);
    await tmux.keys(receiver.pane.paneId, ['x'], { ...receiver.guard, rows: [`  ${shown}`] });
  });

  it('holds back where a mark of ours is another, is missing or is there', async () => {
    const receiver = await raw();
    const guard = (value: string): Guard => ({ ...receiver.guard, options: { '@fence': value } });
    await refusesThenTakes(receiver, guard('7'), /the mark @fence/);
    expect(await tmux.setPaneOptions(receiver.pane.paneId, { '@fence': 'one 7' }, guard(''))).toBe(true);
    await refusesThenTakes(receiver, guard(''), /the mark @fence/);
    await refusesThenTakes(receiver, guard('one 8'), /the mark @fence/);
    await refusesThenTakes(receiver, guard('one'), /the mark @fence/);
    await tmux.keys(receiver.pane.paneId, ['x'], guard('one 7'));
  });

  it('says that the pane is gone', async () => {
    const receiver = await raw();
    await tmux.killPane(receiver.pane.paneId, { pid: receiver.pane.pid });
    await expect(tmux.keys(receiver.pane.paneId, ['Enter'], receiver.guard)).rejects.toThrow(TmuxMovedError);
  });

  it('is looked at when tmux types, not when we ask: a program that changed meanwhile gets nothing', async () => {
    const receiver = await raw();
    const { pane } = receiver;
    const pid = await server.serverPid();
    process.kill(pid, 'SIGSTOP');
    const asked = tmux.keys(pane.paneId, ['Enter'], { ...receiver.guard, options: { '@fence': '' } });
    const newer = server.command('set-option', '-p', '-t', pane.paneId, '@fence', 'newer');
    const outcome = Promise.allSettled([asked, newer]);
    process.kill(pid, 'SIGCONT');
    const [typed] = await outcome;
    // Whichever came first: typed and then marked, or marked and then refused.
    if (typed.status === 'rejected') expect(typed.reason).toBeInstanceOf(TmuxMovedError);
    await tmux.keys(pane.paneId, ['y'], receiver.guard);
    const expected = typed.status === 'rejected' ? 'y' : '\ry';
    expect(await receiver.read(expected)).toBe(expected);
  });
});

describe('a pane that takes no keys', () => {
  it.each([['input switched off', ['select-pane', '-d'], /takes no input/]])(
    'with %s is refused with the reason, before the first byte',
    async (_name, [name = '', ...args], reason) => {
      const receiver = await raw();
      const { paneId } = receiver.pane;
      await server.command(name, ...args, '-t', paneId);
      await expect(tmux.paste(paneId, 'text', receiver.guard)).rejects.toThrow(reason);
      await expect(tmux.keys(paneId, ['Enter'], receiver.guard)).rejects.toThrow(reason);
      expect(await buffers()).toBe('');
      await server.command('select-pane', '-e', '-t', paneId);
      await tmux.keys(paneId, ['y'], receiver.guard);
      expect(await receiver.read('y')).toBe('y');
    },
  );

  it.each(['copy-mode', 'clock-mode', 'choose-tree', 'choose-buffer', 'customize-mode'])(
    'because of %s is taken out of it, and gets exactly the keys and the text',
    async (mode) => {
      const receiver = await raw();
      const { paneId } = receiver.pane;
      await server.command('set-buffer', '-b', 'theirs', 'kept');
      await server.command(mode, '-t', paneId);
      await tmux.keys(paneId, ['Enter', '1'], receiver.guard);
      await server.command(mode, '-t', paneId);
      await tmux.paste(paneId, 'q', receiver.guard);
      const expected = '\r1\x1b[200~q\x1b[201~';
      expect(await receiver.read(expected)).toBe(expected);
      expect(await buffers()).toBe('theirs');
      await server.command('delete-buffer', '-b', 'theirs');
    },
  );

  it('because tmux shows the output of a command in it is taken out of it as well', async () => {
    const receiver = await raw();
    const { paneId } = receiver.pane;
    const mode = (): Promise<string> => server.command('display-message', '-p', '-t', paneId, '#{pane_mode}');
    await server.command('run-shell', '-b', '-t', paneId, 'echo shown');
    await until(async () => (await mode()) === 'view-mode', 'the output is shown');
    await tmux.keys(paneId, ['q', 'Enter'], receiver.guard);
    expect(await receiver.read('q\r')).toBe('q\r');
  });

  it('stays in its copy-mode where the guard does not hold', async () => {
    const receiver = await raw();
    const { paneId } = receiver.pane;
    await server.command('copy-mode', '-t', paneId);
    await expect(tmux.keys(paneId, ['Enter'], { pid: 1 })).rejects.toThrow(TmuxMovedError);
    expect(await server.command('display-message', '-p', '-t', paneId, '#{pane_in_mode}')).toBe('1');
  });
});

describe('marks of ours', () => {
  it('on a pane are set and unset together, only where the guard holds, and are told with the pane', async () => {
    const receiver = await raw();
    const { paneId, pid } = receiver.pane;
    const owner = async () => (await tmux.listPanes()).find((pane) => pane.paneId === paneId)?.owner;
    expect(await owner()).toBe('');
    const free = { pid, options: { '@architect_owner': '' } };
    const claims = ['a 1', 'b 2'].map((value) =>
      tmux.setPaneOptions(paneId, { '@architect_owner': value }, free),
    );
    expect((await Promise.all(claims)).sort()).toEqual([false, true]);
    expect(['a 1', 'b 2']).toContain(await owner());
    expect(await tmux.setPaneOptions(paneId, { '@architect_owner': null, '@x': 'y' }, { pid })).toBe(true);
    expect(await owner()).toBe('');
    expect(await tmux.setPaneOptions(paneId, { '@architect_owner': null }, { pid })).toBe(true);
    expect(await tmux.setPaneOptions(paneId, { '@x': 'z' }, { pid: pid + 1 })).toBe(false);
    expect(await server.command('show-options', '-p', '-v', '-t', paneId, '@x')).toBe('y');
    await server.command('set-option', '-p', '-t', paneId, '@architect_owner', 'a:|~|:b\n%9 $9');
    expect((await tmux.listPanes()).find((pane) => pane.paneId === paneId)).toMatchObject({
      owner: 'ab9 9',
      workingDir: server.dir,
      title: receiver.pane.title,
    });
  });

  it('on the server are listed by their prefix, with their values as they are', async () => {
    const values = { '@architect_a': `"a" 'b' #{c} \\ ; $d ~`, '@architect_b': '', '@other': 'x' };
    for (const [name, value] of Object.entries(values)) await tmux.setServerOption(name, value);
    const { '@other': _other, ...ours } = values;
    expect(await tmux.serverOptions('@architect_')).toEqual(ours);
    await tmux.setServerOption('@architect_a', null);
    await tmux.setServerOption('@architect_a', null);
    expect(await tmux.serverOptions('@architect_')).toEqual({ '@architect_b': '' });
    expect(await tmux.serverOptions('@nothing_')).toEqual({});
  });

  it('tell the server of a pane as the client tells its own', async () => {
    const panes = await tmux.listPanes();
    expect(new Set(panes.map((pane) => pane.server))).toEqual(new Set([tmux.server()]));
    expect(tmux.server()).toMatch(/^\d+ \d+$/);
  });
});
