/** What a pane prints goes to a program as well, where no person has a pipe on it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Guard, Mark, PaneInfo, Tmux } from '../../../terminal/tmux/types';
import { testTmux, type TestTmux, until, untilShown } from '../../support/tmux-server';

let server: TestTmux;
let tmux: Tmux;
let pane: PaneInfo;
let guard: Guard;
const mark: Mark = { option: '@architect_pipe', value: 'one' };
beforeEach(async () => {
  server = testTmux();
  tmux = server.client();
  pane = await tmux.newSession({
    name: 's',
    workingDir: server.dir,
    argv: ['sh', '-c', 'read x; echo "got $x"; sleep 60'],
  });
  guard = { pid: pane.pid };
});
afterEach(() => server.close());

const isPiped = async (): Promise<string> =>
  server.command('display-message', '-p', '-t', pane.paneId, '#{pane_pipe} #{@architect_pipe}');
/** The file is there once the program has ended. */
async function written(file: string): Promise<string> {
  await until(() => existsSync(file), `${file} is there`);
  return readFileSync(file, 'utf8');
}

test('from the start to the stop, whatever letters the program has', async () => {
  const file = join(server.dir, "it's 100% #{pane_id} %H");
  const quoted = `'${file.replaceAll("'", `'\\''`)}'`;
  const program = `cat > ${quoted}.part && mv ${quoted}.part ${quoted}`;
  expect(await tmux.startPipe(pane.paneId, { program, guard, mark })).toBe(true);
  expect(await isPiped()).toBe('1 one');
  await server.command('send-keys', '-t', pane.paneId, 'hello', 'Enter');
  await untilShown(tmux, pane, 'got hello');
  expect(await tmux.stopPipe(pane.paneId, guard, mark)).toBe(true);
  expect(await written(file)).toContain('got hello');
  expect(await isPiped()).toBe('0 ');
});

test('not where a person has a pipe: theirs goes on, and is not ended by us', async () => {
  const file = join(server.dir, 'ours');
  writeFileSync(join(server.dir, 'theirs'), '');
  await server.command('pipe-pane', '-t', pane.paneId, `cat >> ${join(server.dir, 'theirs')}`);
  expect(await tmux.startPipe(pane.paneId, { program: `cat > ${file}`, guard, mark })).toBe(false);
  expect(await tmux.stopPipe(pane.paneId, guard, mark)).toBe(false);
  expect([await isPiped(), existsSync(file)]).toEqual(['1 ', false]);
});

test('not where the terminal is another one, or was not made here', async () => {
  const program = `cat > ${join(server.dir, 'ours')}`;
  for (const other of [{ pid: pane.pid + 1 }, { ...guard, options: { '@architect_made': '1' } }]) {
    expect(await tmux.startPipe(pane.paneId, { program, guard: other, mark })).toBe(false);
  }
  expect(await isPiped()).toBe('0 ');
});
