/** Whatever the settings of tmux: text and keys reach the pane they are for, and no other. */
import { argvArgument } from '../../../terminal/tmux/quote';
import { receivers, type Receiver } from '../../support/tmux-receivers';
import { rawProgram, testTmux, until, type TestTmux } from '../../support/tmux-server';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Tmux } from '../../../terminal/tmux/types';

let server: TestTmux;
let tmux: Tmux;
let target: Receiver;
beforeEach(async () => {
  server = testTmux();
  tmux = server.client();
  target = await receivers(server, tmux).raw();
});
afterEach(() => server.close());

const size = (file: string): number => readFileSync(file).length;

/** A pane beside the target, in its window; gives its file. */
async function neighbour(name: string, options: string[] = []): Promise<{ id: string; file: string }> {
  const file = join(server.dir, name);
  const [program = '', ...args] = rawProgram(file).map(argvArgument);
  const where = ['-d', '-P', '-F', '#{pane_id}', '-t', target.pane.paneId];
  const id = await server.command('split-window', ...where, ...options, program, ...args);
  await until(
    async () => (await server.command('capture-pane', '-p', '-t', id)).includes('READY'),
    'the neighbour runs',
  );
  return { id, file };
}

/** All kinds of input reach the target exactly, and none of `others` gets a byte. */
async function reachesOnlyTarget(others: readonly { id: string; file: string }[]): Promise<void> {
  const { paneId } = target.pane;
  const start = target.bytes();
  for (const key of ['Enter', '1', 'Escape', 'C-c', 'Up', 'S-Tab'])
    await tmux.keys(paneId, [key], target.guard);
  await tmux.paste(paneId, 'rm -rf x\n', target.guard);
  const expected = '\r1\x1b\x03\x1b[A\x1b[Z\x1b[200~rm -rf x\n\x1b[201~';
  await until(() => target.bytes() >= start + expected.length, 'all has arrived');
  expect(readFileSync(target.file, 'utf8').slice(start)).toBe(expected);
  // What is typed into a neighbour now is the first it gets: nothing is under way to it.
  for (const { id, file } of others) {
    const { pid } = (await tmux.listPanes()).find((pane) => pane.paneId === id) ?? { pid: 0 };
    await tmux.keys(id, ['y'], { pid });
    await until(() => size(file) > 0, 'its own key has arrived');
    expect(readFileSync(file, 'utf8')).toBe('y');
  }
}

describe('text and keys reach one pane alone', () => {
  it.each([
    ['the window', ['set-option', '-w']],
    ['every window', ['set-option', '-g', '-w']],
  ])('where the panes of %s are synchronized', async (_name, [name = '', ...args]) => {
    const others = [await neighbour('second'), await neighbour('third')];
    const where = args.includes('-g') ? [] : ['-t', target.pane.paneId];
    await server.command(name, ...args, ...where, 'synchronize-panes', 'on');
    await reachesOnlyTarget(others);
  });

  it('where single panes are synchronized, the target among them', async () => {
    const others = [await neighbour('second'), await neighbour('third')];
    for (const id of [target.pane.paneId, ...others.map((other) => other.id)])
      await server.command('set-option', '-p', '-t', id, 'synchronize-panes', 'on');
    await reachesOnlyTarget(others);
  });

  it('where a neighbour is the active pane, is zoomed or is marked', async () => {
    const others = [await neighbour('second'), await neighbour('third')];
    await server.command('set-option', '-w', '-t', target.pane.paneId, 'synchronize-panes', 'on');
    const [{ id } = { id: '' }] = others;
    await server.command('select-pane', '-t', id);
    await server.command('resize-pane', '-Z', '-t', id);
    await server.command('select-pane', '-m', '-t', id);
    await reachesOnlyTarget(others);
  });

  it('where its window is linked into another session and a group of sessions shares it', async () => {
    const others = [await neighbour('second')];
    await server.command('set-option', '-w', '-t', target.pane.paneId, 'synchronize-panes', 'on');
    await server.command('new-session', '-d', '-s', 'linked', 'cat');
    await server.command('link-window', '-s', target.pane.paneId, '-t', 'linked:5');
    await server.command('new-session', '-d', '-s', 'grouped', '-t', target.name);
    await server.command('kill-session', '-t', `=${target.name}`);
    await reachesOnlyTarget(others);
  });

  it('where neighbours take no input, or are in a mode', async () => {
    const others = [await neighbour('second'), await neighbour('third')];
    await server.command('set-option', '-w', '-t', target.pane.paneId, 'synchronize-panes', 'on');
    const [first, second] = others.map(({ id }) => id);
    await server.command('select-pane', '-d', '-t', first ?? '');
    await server.command('copy-mode', '-t', second ?? '');
    await tmux.keys(target.pane.paneId, ['Enter', '1', 'Escape'], target.guard);
    expect(await target.read('\r1\x1b')).toBe('\r1\x1b');
    expect(await server.command('display-message', '-p', '-t', second ?? '', '#{pane_in_mode}')).toBe('1');
    await server.command('select-pane', '-e', '-t', first ?? '');
    await reachesOnlyTarget(others);
  });

  it('where the pane was moved, swapped or joined since it was seen', async () => {
    const others = [await neighbour('second')];
    const { paneId } = target.pane;
    await server.command('break-pane', '-d', '-s', paneId);
    await server.command('rename-session', '-t', `=${target.name}`, 'other');
    await server.command('join-pane', '-d', '-s', paneId, '-t', others[0]?.id ?? '');
    await server.command('swap-pane', '-d', '-s', paneId, '-t', others[0]?.id ?? '');
    await reachesOnlyTarget(others);
  });

  it('and where the program was started anew in it, nothing reaches the new one', async () => {
    const { paneId, pid } = target.pane;
    await server.command('respawn-pane', '-k', '-t', paneId, 'cat');
    await expect(tmux.keys(paneId, ['Enter'], { pid })).rejects.toThrow(/the process of the pane/);
    await expect(tmux.paste(paneId, 'x', { pid })).rejects.toThrow(/the process of the pane/);
  });
});
