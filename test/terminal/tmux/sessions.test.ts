import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { type NewSession, type PaneInfo, TmuxError } from '../../../terminal/tmux/types';
import { testTmux, until } from '../../support/tmux-server';

const server = testTmux();
const tmux = server.client();
afterAll(() => server.close());

const make = (name: string, more: Partial<NewSession> = {}) =>
  tmux.newSession({ name, workingDir: server.dir, argv: ['cat'], ...more });
const end = ({ paneId, pid }: PaneInfo): Promise<void> => tmux.killPane(paneId, { pid });
const names = async (): Promise<string[]> =>
  (await server.command('list-sessions', '-F', '#{session_name}')).split('\n').sort();

/** A program that writes its arguments and its variable X, one a line, into the file next to it. */
function program(name: string): { readonly path: string; lines(): Promise<string[]> } {
  const path = join(server.dir, name);
  const out = `${path}.out`;
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$@" "X=$X" > "$0.part"\nmv "$0.part" "$0.out"\nexec cat\n`);
  chmodSync(path, 0o755);
  const read = (): string | undefined => {
    try {
      return readFileSync(out, 'utf8');
    } catch {
      return undefined;
    }
  };
  return {
    path,
    async lines() {
      await until(() => read() !== undefined, `${name} has run`);
      return (read() ?? '').split('\n').slice(0, -1);
    },
  };
}

const ARGS = ['a b', '$HOME', ';', 'x;', 'y\\;', '#{pid}', '~', '"\'`id`', '-t', '', '*', 'é漢😀'];

describe('newSession', () => {
  it('takes the PATH that is asked for, also where it starts the server, and whatever is on it', async () => {
    const { path, lines } = program('first-path');
    const script = ['sh', '-c', `X=$PATH exec '${path}'`];
    await make('first-path', {
      argv: ['/bin/sh', ...script.slice(1)],
      env: { PATH: '/nowhere:/usr/bin:/bin' },
    });
    expect(await lines()).toEqual(['X=/nowhere:/usr/bin:/bin']);
    await server.killServer();
  });

  it('starts a server where none runs and passes arguments, environment and directory exactly', async () => {
    await expect(server.serverPid()).rejects.toThrow();
    env['ARCHITECT_PASSWORD'] = 'not for agents';
    const { path, lines } = program('first');
    const pane = await make('first', { argv: [path, ...ARGS], env: { X: 'a; "$b" #{c}' } });
    expect(pane).toMatchObject({ session: 'first', width: 200, height: 50, dead: false, attached: 0 });
    expect(await lines()).toEqual([...ARGS, 'X=a; "$b" #{c}']);
    expect(await server.command('show-environment', '-g')).not.toMatch(/ARCHITECT_PASSWORD|^TMUX/m);
    delete env['ARCHITECT_PASSWORD'];
  });

  it('does the same through the connection', async () => {
    const { path, lines } = program('second');
    const dir = join(server.dir, '#(touch x) ##[a] %H $HOME');
    mkdirSync(dir);
    const pane = await make('second', { workingDir: dir, argv: [path, ...ARGS], width: 90, height: 20 });
    expect(pane).toMatchObject({ width: 90, height: 20 });
    expect(await lines()).toEqual([...ARGS, 'X=']);
    expect((await tmux.listPanes()).find(({ paneId }) => paneId === pane.paneId)?.workingDir).toBe(dir);
  });

  it.each(['my prog; with $x and spaces', 'name=value', '#{pid}'])(
    'runs a program named "%s" with no arguments, and no shell',
    async (name) => {
      const { path, lines } = program(name);
      const pane = await make('lonely', { argv: [path] });
      expect(await lines()).toEqual(['X=']);
      await end(pane);
    },
  );

  it("runs the user's shell where no program is named", async () => {
    const pane = await tmux.newSession({ name: 'shell', workingDir: server.dir });
    const shell = await server.command('show-options', '-gv', 'default-shell');
    await until(
      async () =>
        (await tmux.listPanes()).some((row) => row.paneId === pane.paneId && shell.endsWith(row.command)),
      'the shell runs',
    );
  });

  it.each(['plain', 'two words', '#{pid} #(id) %H', '##[x', '-t', '=x', '@1', '%1', 'é漢😀', 'q\'"`'])(
    'gives a session exactly the name %s',
    async (name) => {
      const pane = await make(name);
      expect(await names()).toContain(name);
      await end(pane);
      expect(await names()).not.toContain(name);
    },
  );

  it.each(['a.b', 'a:b', '', 'a\nb'])('refuses the name %j, which tmux would change', async (name) => {
    await expect(make(name)).rejects.toThrow(/can't be a session name/);
  });

  it('says that a session exists already', async () => {
    await make('twice');
    await expect(make('twice')).rejects.toThrow(new TmuxError("session 'twice' exists already"));
  });

  it('refuses a working directory that is not there', async () => {
    await expect(make('nowhere', { workingDir: '/no/such/dir' })).rejects.toThrow(
      /\/no\/such\/dir does not exist/,
    );
    expect(await names()).not.toContain('nowhere');
  });

  it('makes sessions that were asked for at once', async () => {
    const panes = await Promise.all(['p1', 'p2', 'p3'].map((name) => make(name)));
    expect(new Set(panes.map(({ paneId }) => paneId)).size).toBe(3);
    expect(await names()).toEqual(expect.arrayContaining(['p1', 'p2', 'p3']));
  });
});

describe('exact targets', () => {
  it('renames exactly, refuses names in use, and the pane keeps its id', async () => {
    const pane = await make('before');
    await make('in use');
    await expect(tmux.renameSession(pane, 'in use')).rejects.toThrow("session 'in use' exists already");
    await expect(tmux.renameSession(pane, 'a.b')).rejects.toThrow(/can't be a session name/);
    await tmux.renameSession(pane, 'after #{pid}');
    expect((await tmux.listPanes()).find(({ paneId }) => paneId === pane.paneId)?.session).toBe(
      'after #{pid}',
    );
  });

  it('renames and ends nothing else where two sessions swapped their names after the look', async () => {
    const one = await make('one');
    const two = await make('two');
    for (const [from, to] of [
      ['one', 'between'],
      ['two', 'one'],
      ['between', 'two'],
    ])
      await server.command('rename-session', '-t', `=${from}`, to as string);
    await expect(tmux.renameSession(one, 'three')).rejects.toThrow(/'one' has another name or terminal now/);
    expect(await names()).toEqual(expect.arrayContaining(['one', 'two']));
    await end(one);
    expect((await tmux.listPanes()).find(({ paneId }) => paneId === two.paneId)?.session).toBe('one');
    expect(await names()).not.toContain('two');
  });

  it('ends one terminal of a session that has got another window since the look', async () => {
    const pane = await make('grown');
    await server.command('new-window', '-d', '-t', '=grown:', 'cat');
    await end(pane);
    expect(await names()).toContain('grown');
  });
});

describe('the end of terminals', () => {
  it('comes to one session after the other, its own and the last included, while others go on', async () => {
    for (const pane of await tmux.listPanes()) await end(pane);
    expect(await tmux.listPanes()).toEqual([]);
    const pane = await make('again');
    await tmux.keys(pane.paneId, ['x'], { pid: pane.pid });
    expect(await names()).toEqual(['again']);
  });
});

describe('a program that ends', () => {
  const toldAfter = async (name: string, script: string): Promise<unknown> => {
    const { paneId } = await make(name, { argv: ['/bin/sh', '-c', script], keepEnded: true });
    const dead = async (): Promise<boolean> =>
      (await tmux.listPanes()).find((pane) => pane.paneId === paneId)?.dead ?? false;
    await until(dead, 'its pane is dead');
    let told = await tmux.programEnd(paneId);
    await until(async () => {
      told = await tmux.programEnd(paneId);
      return told?.exitCode !== undefined || told?.signal !== undefined;
    }, 'tmux tells how it ended');
    return told;
  };

  it('at once is told of, however fast it was', async () => {
    await make('other');
    expect(await toldAfter('fast', 'exit 0')).toEqual({ exitCode: 0, signal: undefined });
    expect(await toldAfter('failing', 'exit 7')).toEqual({ exitCode: 7, signal: undefined });
    await server.killServer();
    // The same where it is what starts the server.
    expect(await toldAfter('first again', 'exit 3')).toEqual({ exitCode: 3, signal: undefined });
  });

  it('later takes its session along, as the settings of the person have it', async () => {
    const file = join(server.dir, 'go-on');
    const argv = ['/bin/sh', '-c', `until [ -e '${file}' ]; do sleep 0.02; done`];
    const { paneId } = await make('later', { argv, keepEnded: true });
    expect(await tmux.programEnd(paneId)).toBeUndefined();
    writeFileSync(file, '');
    await until(async () => !(await names()).includes('later'), 'the session is gone');
  });
});
