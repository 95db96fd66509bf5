import { isAlive } from '../../../processes/stat';
import { run } from '../../../processes/exec';
import { TmuxGoneError, type Tmux } from '../../../terminal/tmux/types';
import { testTmux, until, type TestTmux } from '../../support/tmux-server';

let server: TestTmux;
beforeEach(() => {
  server = testTmux();
});
afterEach(() => server.close());

function watch(tmux: Tmux): boolean[] {
  const seen: boolean[] = [];
  tmux.onServer((up) => seen.push(up));
  return seen;
}

const sessions = async (tmux: Tmux): Promise<string[]> =>
  (await tmux.listPanes()).map(({ session }) => session);
const ownSession = (): Promise<string> => server.command('list-clients', '-F', '#{session_name}');

describe('the connection with tmux', () => {
  it('comes back to a server that was ended and started again, and tells so', async () => {
    await server.session('first', 'cat');
    const tmux = server.client({ reconnectMs: 100 });
    const seen = watch(tmux);
    expect(await sessions(tmux)).toEqual(['first']);
    await server.killServer();
    await until(() => seen.length === 2, 'the end of the server is told');
    expect(await sessions(tmux)).toEqual([]);
    await server.session('second', 'cat');
    await until(() => seen.length === 3, 'the new server is found');
    expect(await sessions(tmux)).toEqual(['second']);
    expect(seen).toEqual([true, false, true]);
  });

  it('tells of a server replaced before it was missed', async () => {
    await server.session('first', 'cat');
    const tmux = server.client();
    const seen = watch(tmux);
    await tmux.listPanes();
    await server.killServer();
    await server.session('second', 'cat');
    await until(() => seen.length === 3, 'the new server is found');
    expect(seen).toEqual([true, false, true]);
  });

  it('goes on in another session when its own ends, without a word and without an empty list', async () => {
    for (const name of ['a', 'b', 'c']) await server.session(name, 'cat');
    const tmux = server.client();
    const seen = watch(tmux);
    expect(await sessions(tmux)).toEqual(['a', 'b', 'c']);
    const left = ['a', 'b', 'c'];
    for (let round = 0; round < 2; round++) {
      const own = await ownSession();
      left.splice(left.indexOf(own), 1);
      await server.command('kill-session', '-t', `=${own}:`);
      expect(await sessions(tmux)).toEqual(left);
    }
    expect(seen).toEqual([true]);
  });

  it('types once where its own session ends in the middle of it', async () => {
    const target = await server.session('target', 'cat');
    const pid = Number(await server.command('display-message', '-p', '-t', target, '#{pane_pid}'));
    await server.session('attached', 'cat');
    for (let round = 0; round < 10; round++) {
      await server.session(`decoy${round}`, 'cat');
      const tmux = server.client();
      await tmux.listPanes();
      // Only a target that lives on makes sense: it is not the session that ends.
      const own = await ownSession();
      const victim = own === 'target' ? 'attached' : own;
      await Promise.all([
        server.command('kill-session', '-t', `=${victim}:`),
        ...['a', 'b', 'c'].map((letter) => tmux.paste(target, `${letter}${round}\n`, { pid })),
      ]);
      if (victim === 'attached') await server.session('attached', 'cat');
      await tmux.close();
    }
    const expected = Array.from({ length: 10 }, (_, round) =>
      ['a', 'b', 'c'].map((letter) => `${letter}${round}`),
    );
    const shown = async (): Promise<string[]> =>
      (await server.command('capture-pane', '-p', '-S', '-', '-t', target)).split('\n').filter(Boolean);
    // `cat` and the echo of the terminal each show a line once.
    await until(async () => (await shown()).length >= 60, 'all lines are shown');
    expect((await shown()).sort()).toEqual(
      expected
        .flat()
        .flatMap((line) => [line, line])
        .sort(),
    );
  });

  it('refuses a command in flight when the server dies, and does not call it refused by tmux', async () => {
    const pane = await server.session('s', 'cat');
    const tmux = server.client();
    await tmux.listPanes();
    const pid = await server.serverPid();
    process.kill(pid, 'SIGSTOP');
    const typing = tmux.keys(pane, ['x'], { pid: 1 });
    process.kill(pid, 'SIGKILL');
    await expect(typing).rejects.toThrow(TmuxGoneError);
  });

  it('refuses at once where no server runs', async () => {
    const tmux = server.client();
    await expect(tmux.keys('%0', ['x'], { pid: 1 })).rejects.toThrow(TmuxGoneError);
    await expect(tmux.killPane('%0', { pid: 1 })).rejects.toThrow(/No tmux server runs/);
    await tmux.close();
    await expect(tmux.listPanes()).rejects.toThrow(/closed/);
  });

  it('gives up a tmux that does not answer, never calls that an empty server, and comes back', async () => {
    const pane = await server.session('s', 'cat');
    const tmux = server.client({ commandTimeoutMs: 200, reconnectMs: 50 });
    const seen = watch(tmux);
    await tmux.listPanes();
    const pid = await server.serverPid();
    process.kill(pid, 'SIGSTOP');
    try {
      await expect(tmux.captureRows(pane, 0)).rejects.toThrow(/did not (answer|end)/);
      await expect(tmux.listPanes()).rejects.toThrow(/did not (answer|end)/);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await until(
      () =>
        sessions(tmux).then(
          ({ length }) => length === 1,
          () => false,
        ),
      'tmux answers again',
    );
    expect(seen).toEqual([true]);
  });

  it('leaves the environment of the session it is attached to alone', async () => {
    await server.session('s', 'cat');
    await server.command('set-environment', '-t', 's', 'SSH_AUTH_SOCK', '/theirs');
    const tmux = server.client();
    await tmux.listPanes();
    expect(await ownSession()).toBe('s');
    expect(await server.command('show-environment', '-t', 's', 'SSH_AUTH_SOCK')).toBe(
      'SSH_AUTH_SOCK=/theirs',
    );
  });

  it('attaches to a session nobody is attached to, where there is one', async () => {
    await server.session('a', 'cat');
    const first = server.client();
    await first.listPanes();
    await server.session('b', 'cat');
    await server.client().listPanes();
    expect((await ownSession()).split('\n').sort()).toEqual(['a', 'b']);
  });

  it('leaves no process behind when it is closed', async () => {
    await server.session('s', 'cat');
    const tmux = server.client();
    await tmux.listPanes();
    const pid = Number(await server.command('list-clients', '-F', '#{client_pid}'));
    expect(isAlive(pid)).toBe(true);
    await tmux.close();
    expect(isAlive(pid)).toBe(false);
  });
});

describe('a server started by newSession', () => {
  it('is in a process group and session of its own, so that it outlives us', async () => {
    const tmux = server.client();
    await tmux.newSession({ name: 's', workingDir: server.dir, argv: ['cat'] });
    const ids = async (pid: number): Promise<string> =>
      (await run(['ps', '-o', 'pgid=', '-p', String(pid)])).stdout.trim();
    const serverPid = await server.serverPid();
    expect(await ids(serverPid)).toBe(String(serverPid));
    expect(await ids(process.pid)).not.toBe(String(serverPid));
    await tmux.close();
    expect(isAlive(serverPid)).toBe(true);
  });
});
