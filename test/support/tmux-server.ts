/** A tmux server of a test's own: a unique socket, no configuration file, killed afterwards. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process, { env } from 'node:process';
import { pino } from 'pino';
import { run } from '../../processes/exec';
import { createTmux, type TmuxOptions } from '../../terminal/tmux';
import type { PaneInfo, Tmux } from '../../terminal/tmux/types';

export interface TestTmux {
  readonly socketName: string;
  /** A directory of this test, removed with the server. */
  readonly dir: string;
  /** Runs a tmux command, as a person would; starts the server where the command does. Rejects if tmux refuses. */
  command(...args: string[]): Promise<string>;
  /** Makes a detached session and gives its pane id. */
  session(name: string, ...argv: string[]): Promise<string>;
  /** The product's client of this server; closed with it. */
  client(options?: Partial<TmuxOptions>): Tmux;
  serverPid(): Promise<number>;
  /** Ends the server, not the helper: it may be started again. */
  killServer(): Promise<void>;
  /** Everything away: clients, server, socket, directory. */
  close(): Promise<void>;
}

/** `environment`: what the server and the programs in it have beside that of the test. */
export function testTmux(environment: Readonly<Record<string, string>> = {}): TestTmux {
  const socketName = `architect-test-${randomUUID().slice(0, 8)}`;
  const dir = mkdtempSync(join(tmpdir(), 'architect-tmux-'));
  const socket = join(env['TMUX_TMPDIR'] ?? '/tmp', `tmux-${process.getuid?.()}`, socketName);
  const clients: Tmux[] = [];

  async function command(...args: string[]): Promise<string> {
    const argv = ['tmux', '-u', '-L', socketName, '-f', '/dev/null', ...args];
    const ask = () =>
      run(argv, {
        ...(Object.keys(environment).length > 0 && {
          env: { ...(env as Record<string, string>), ...environment },
        }),
        ...{ dropEnv: ['TMUX', 'TMUX_PANE'], detached: true, timeoutMs: 10_000 },
      });
    let result = await ask();
    // What a server that is just ending says to who would start the next one.
    for (let tries = 0; tries < 5 && /server exited unexpectedly/.test(result.stderr); tries += 1)
      result = await ask();
    if (!result.ok) throw new Error(`${args.join(' ')}: ${result.stderr}`);
    return result.stdout.replace(/\n$/, '');
  }

  const serverPid = async (): Promise<number> => Number(await command('display-message', '-p', '#{pid}'));

  const isUp = (): Promise<boolean> => serverPid().then(Boolean, () => false);

  async function killServer(): Promise<void> {
    // It also ends by itself, with its last pane.
    await command('kill-server').catch(async (error: unknown) => {
      if (await isUp()) throw error;
    });
    await until(async () => !(await isUp()), 'the tmux server has ended');
  }

  return {
    socketName,
    dir,
    command,
    serverPid,
    killServer,
    session: (name, ...argv) =>
      command('new-session', '-d', '-P', '-F', '#{pane_id}', '-x', '120', '-y', '40', '-s', name, ...argv),
    client(options = {}) {
      const client = createTmux({ socketName, log: pino({ level: 'silent' }), ...options });
      clients.push(client);
      return client;
    },
    async close() {
      for (const client of clients) await client.close();
      if (await isUp()) await killServer();
      // One that a server killed by its test was just starting isn't up yet, and would stay without its socket.
      await until(async () => !(await endLeftOver(socketName)), 'no process of the tmux server is left');
      rmSync(socket, { force: true });
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Ends the processes whose command line names the socket; false where there is none. */
async function endLeftOver(socketName: string): Promise<boolean> {
  const { stdout } = await run(['pgrep', '-f', socketName], { timeoutMs: 10_000 });
  const pids = stdout.split('\n').map(Number).filter(Boolean);
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
  }
  return pids.length > 0;
}

/** Waits for what has no event of its own (another program's doing). Rejects after 10 s, naming what was awaited. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  awaited: string,
  timeoutMs = 10_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain until ${awaited}.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/**
 * A program in raw mode that asks for bracketed paste and writes every byte it gets to `file`. Its text has no `;` at the
 * end, where tmux would take it for the end of the command.
 */
export function rawProgram(file: string): string[] {
  const script = `
    const fs = require('node:fs');
    const out = fs.openSync(process.argv[1], 'a');
    process.stdin.setRawMode(true);
    process.stdin.on('data', (data) => fs.writeSync(out, data));
    process.stdout.write('\\x1b[?2004hREADY')`;
  return [process.execPath, '-e', script, file];
}

/** Waits until the screen of `pane` holds `text`. */
export async function untilShown(tmux: Tmux, pane: PaneInfo, text: string): Promise<void> {
  const shown = async (): Promise<boolean> =>
    (await tmux.capture([pane])).some(({ frame }) => frame.lines.join('\n').includes(text));
  await until(shown, `"${text}" is on the screen`);
}

/** Waits until `file` is at least as long as `expected`, and gives its bytes. */
export async function untilWritten(file: string, expected: Buffer): Promise<Buffer> {
  const read = (): Buffer => {
    try {
      return readFileSync(file);
    } catch {
      return Buffer.alloc(0);
    }
  };
  await until(() => read().length >= expected.length, `${file} has ${expected.length} bytes`).catch(
    () => undefined,
  );
  return read();
}
