/** A tmux server whose socket is gone is found again, and never gets a second one beside it. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { isAlive } from '../../../processes/stat';
import { run } from '../../../processes/exec';
import { createLiving } from '../../../terminal/tmux/living';
import type { Tmux } from '../../../terminal/tmux/types';
import { identify } from '../../../processes/identity';
import { testTmux, until, type TestTmux } from '../../support/tmux-server';

let server: TestTmux;
let serverFile: string;
beforeEach(() => {
  server = testTmux();
  serverFile = join(server.dir, 'tmux-server.json');
});
afterEach(() => server.close());

const client = (): Tmux => server.client({ serverFile, reconnectMs: 50 });
const socketPath = (): Promise<string> => server.command('display-message', '-p', '#{socket_path}');
const panes = async (tmux: Tmux): Promise<string[]> =>
  (await tmux.listPanes()).map(({ paneId, pid }) => `${paneId} ${pid}`);
const noted = (): { pid: number } => JSON.parse(readFileSync(serverFile, 'utf8')) as { pid: number };

/** One run of the dashboard, which notes the server. */
async function earlierRun(): Promise<string[]> {
  const tmux = client();
  await tmux.newSession({ name: 'agent', workingDir: server.dir, argv: ['cat'] });
  const seen = await panes(tmux);
  await until(() => {
    try {
      return noted().pid > 0;
    } catch {
      return false;
    }
  }, 'the server is noted');
  expect(tmux.trouble()).toBeUndefined();
  await tmux.close();
  return seen;
}

/** A server of the same name that was started with another TMUX_TMPDIR. */
async function elsewhere(): Promise<{ pid: number; path: string }> {
  const argv = ['env', `TMUX_TMPDIR=${server.dir}`, 'tmux', '-L', server.socketName, '-f', '/dev/null'];
  const command = ['new-session', '-d', '-P', '-F', '#{pid} #{socket_path}', 'cat'];
  const { stdout } = await run([...argv, ...command], { detached: true });
  const [pid, path = ''] = stdout.trim().split(' ');
  expect(path.startsWith(server.dir)).toBe(true);
  return { pid: Number(pid), path };
}

describe('a tmux server whose socket is gone', () => {
  it('puts it back after our restart: the same panes, told to a person', async () => {
    const seen = await earlierRun();
    const { pid } = noted();
    rmSync(await socketPath());
    const tmux = client();
    expect(await panes(tmux)).toEqual(seen);
    expect(tmux.trouble()).toMatch(/had been removed; the server has put it back/);
    await tmux.newSession({ name: 'second', workingDir: server.dir, argv: ['cat'] });
    expect((await tmux.listPanes()).map(({ session }) => session)).toEqual(['agent', 'second']);
    expect(tmux.serverPid()).toBe(String(pid));
  });

  it('puts it back where its directory is gone as well', async () => {
    const { pid, path } = await elsewhere();
    const living = createLiving(serverFile);
    await living.note(pid, path);
    rmSync(dirname(path), { recursive: true });
    expect(await createLiving(serverFile).call(path)).toBe(true);
    await until(async () => (await run(['tmux', '-S', path, 'list-sessions'])).ok, 'the server answers');
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  });

  it('is not joined by a second one where it can not put it back', async () => {
    await earlierRun();
    const path = await socketPath();
    const { pid } = noted();
    rmSync(path);
    // A directory in its place: no socket can be made there.
    mkdirSync(join(path, 'in the way'), { recursive: true });
    const tmux = client();
    try {
      await expect(tmux.newSession({ name: 'second', workingDir: server.dir })).rejects.toThrow(
        new RegExp(`'second' was not made.*lives on as process ${pid}.*kill -USR1 ${pid}`),
      );
      expect(tmux.trouble()).toMatch(/could not put it back/);
      expect(isAlive(pid)).toBe(true);
    } finally {
      rmSync(path, { recursive: true });
      process.kill(pid, 'SIGUSR1');
    }
    await until(async () => (await panes(tmux)).length === 1, 'the server is found');
    expect(tmux.trouble()).toBeUndefined();
  }, 20_000);

  it('is told from one that is looked for in another directory', async () => {
    const { pid, path } = await elsewhere();
    await createLiving(serverFile).note(pid, path);
    const tmux = client();
    expect(await panes(tmux)).toEqual([]);
    expect(tmux.trouble()).toMatch(/looks at .*TMUX_TMPDIR/);
    expect(tmux.trouble()).toContain(path);
    await expect(tmux.newSession({ name: 'second', workingDir: server.dir })).rejects.toThrow(/TMUX_TMPDIR/);
    expect(isAlive(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
    await until(
      async () => (await panes(tmux)).length === 0 && tmux.trouble() === undefined,
      'its end is seen',
    );
    await tmux.newSession({ name: 'second', workingDir: server.dir });
  });

  it('that has ended is forgotten, and a new one is started', async () => {
    await earlierRun();
    const { pid } = noted();
    await server.killServer();
    const tmux = client();
    const pane = await tmux.newSession({ name: 'agent', workingDir: server.dir, argv: ['cat'] });
    expect(await panes(tmux)).toEqual([`${pane.paneId} ${pane.pid}`]);
    await until(() => noted().pid !== pid, 'the new server is noted');
    expect(tmux.trouble()).toBeUndefined();
  });

  it('gets no signal where its number is another process by now', async () => {
    await earlierRun();
    const path = await socketPath();
    await server.killServer();
    // SIGUSR1 ends a process that doesn't expect it.
    const other = await run(['sh', '-c', 'sleep 600 >/dev/null 2>&1 & echo $!']);
    const pid = Number(other.stdout);
    try {
      const cases = [
        { pid, start: 'another', socketPath: path },
        { pid, start: (await identify(pid))?.started, socketPath: path },
        { pid: 1, start: (await identify(1))?.started, socketPath: path },
        { pid: -1, start: 'x', socketPath: path },
        'no object',
      ];
      for (const text of cases) {
        writeFileSync(serverFile, JSON.stringify(text));
        const tmux = client();
        expect(await panes(tmux)).toEqual([]);
        expect(tmux.trouble()).toBeUndefined();
        await tmux.close();
      }
      expect(isAlive(pid)).toBe(true);
    } finally {
      process.kill(pid, 'SIGKILL');
    }
  });
});

describe('a tmux server in a /tmp of its own', () => {
  const canUnshare = async (): Promise<boolean> => (await run(['unshare', '--mount', 'true'])).ok;

  it('is named, gets no signal, and no second one is started', async () => {
    if (!(await canUnshare())) return;
    const name = `${server.socketName}-private`;
    const script =
      'mount -t tmpfs tmpfs /tmp && exec tmux -L "$0" -f /dev/null new-session -d -P -F "#{pid} #{socket_path}" cat';
    const { stdout } = await run(['unshare', '--mount', 'sh', '-c', script, name], { detached: true });
    const [pid = '', path = ''] = stdout.trim().split(' ');
    try {
      writeFileSync(
        serverFile,
        JSON.stringify({ pid: Number(pid), start: (await identify(Number(pid)))?.started, socketPath: path }),
      );
      const tmux = server.client({ serverFile, socketName: name });
      expect(await panes(tmux)).toEqual([]);
      expect(tmux.trouble()).toMatch(/PrivateTmp/);
      await expect(tmux.newSession({ name: 's', workingDir: server.dir })).rejects.toThrow(/PrivateTmp/);
    } finally {
      process.kill(Number(pid), 'SIGKILL');
    }
    await expect(server.serverPid()).rejects.toThrow();
  });
});
