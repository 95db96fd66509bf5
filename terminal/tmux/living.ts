/**
 * Remembers the tmux server across our restarts. Its socket lies in /tmp, which is swept: then no client finds a server
 * that lives on with all its agents, and the next `new-session` would start a second one beside it. SIGUSR1 makes
 * a server put its socket back.
 */
import { mkdir, readFile, readlink, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { identify } from '../../processes/identity';
import { NO_PROCESS, statOf } from '../../processes/stat';
import { run as exec } from '../../processes/exec';

interface Noted {
  readonly pid: number;
  /** When the process was started: a number alone may be another one's by now. */
  readonly start: string;
  readonly socketPath: string;
}

export interface Living {
  /** Notes the server that answered. */
  note(pid: number, socketPath: string): Promise<void>;
  /**
   * To be asked where no server answers at `socketPath`: true where the noted one lives and was told to put its socket back
   * there, which takes a moment.
   */
  call(socketPath: string | undefined): Promise<boolean>;
  /** Whether the noted server lives still: it may just have been ending. */
  lives(): Promise<boolean>;
  /** It did so, and answers. */
  answered(): void;
  /** What is wrong, or has just been put right: one sentence. */
  trouble(): string | undefined;
  /** The same, where it lives and can't be reached. */
  unreachable(): string | undefined;
}

/** So long /health tells that the socket was put back. */
const TOLD_MS = 10 * 60_000;
const CALL_AGAIN_MS = 30_000;

export function createLiving(file: string): Living {
  let noted: Noted | undefined;
  let said: { readonly sentence: string; readonly untilMs: number } | undefined;
  let called: { readonly key: string; readonly atMs: number } | undefined;

  const say = (sentence: string, forMs = Infinity): void => {
    said = { sentence, untilMs: performance.now() + forMs };
  };

  async function living(): Promise<Noted | undefined> {
    noted ??= await read(file);
    return noted && (await isSameServer(noted)) ? noted : undefined;
  }

  return {
    async note(pid, socketPath) {
      // `call` has said what there was to say of the server that answers now.
      if (said?.untilMs === Infinity) said = undefined;
      const start = (await identify(pid))?.started;
      if (
        start === undefined ||
        (noted?.pid === pid && noted.start === start && noted.socketPath === socketPath)
      )
        return;
      noted = { pid, start, socketPath };
      if (await isSameServer(noted))
        await writeFileAtomic(file, `${JSON.stringify(noted)}\n`, { mode: 0o600 });
    },

    async call(socketPath) {
      const server = await living();
      // Another name is another server, asked for by the settings.
      if (!server || (socketPath !== undefined && basename(socketPath) !== basename(server.socketPath))) {
        said = undefined;
        return false;
      }
      const { pid } = server;
      const lives = `The tmux server with this dashboard's sessions lives on as process ${pid}`;
      if (socketPath !== undefined && socketPath !== server.socketPath) {
        say(
          `${lives}, but its socket is ${server.socketPath}, and this dashboard looks at ${socketPath}: ` +
            `start it with the TMUX_TMPDIR that server had, ${dirname(dirname(server.socketPath))}, or end that server.`,
        );
        return false;
      }
      if (await isElsewhere(pid)) {
        say(
          `${lives}, but with a /tmp of its own (systemd's PrivateTmp or a container), so that its socket ` +
            `${server.socketPath} can't be seen from here: start this dashboard where that server was started, or end it.`,
        );
        return false;
      }
      const key = `${pid} ${server.start}`;
      const nowMs = performance.now();
      if (called?.key === key && nowMs - called.atMs < CALL_AGAIN_MS) return false;
      called = { key, atMs: nowMs };
      say(
        `${lives}, but doesn't answer at its socket ${server.socketPath}, which was removed, and could not put it back: ` +
          `look whether that directory is writable, then: kill -USR1 ${pid}`,
      );
      try {
        // The directory may have been swept as well; tmux takes none that others can read.
        await mkdir(dirname(server.socketPath), { recursive: true, mode: 0o700 });
        process.kill(pid, 'SIGUSR1');
        return true;
      } catch {
        return false;
      }
    },

    async lives() {
      if (await living()) return true;
      said = undefined;
      return false;
    },

    answered() {
      if (!noted) return;
      called = undefined;
      say(
        `The socket ${noted.socketPath} of the tmux server had been removed; the server has put it back.`,
        TOLD_MS,
      );
    },

    unreachable() {
      return said?.untilMs === Infinity ? said.sentence : undefined;
    },

    trouble() {
      return said && performance.now() < said.untilMs ? said.sentence : undefined;
    },
  };
}

async function read(file: string): Promise<Noted | undefined> {
  try {
    const { pid, start, socketPath } = JSON.parse(await readFile(file, 'utf8')) as Partial<Noted>;
    if (typeof pid !== 'number' || typeof start !== 'string' || typeof socketPath !== 'string')
      return undefined;
    return pid > 1 ? { pid, start, socketPath } : undefined;
  } catch {
    return undefined;
  }
}

/** The same process, of this user, and by its name a tmux: what SIGUSR1 ends in most other programs. */
async function isSameServer({ pid, start }: Noted): Promise<boolean> {
  if ((await identify(pid))?.started !== start) return false;
  const [uid, now] = await Promise.all([ownerOf(pid), statOf(pid)]);
  return uid === process.getuid?.() && now !== undefined && now.name.startsWith('tmux');
}

async function ownerOf(pid: number): Promise<number | undefined> {
  if (process.platform === 'linux') return (await stat(`/proc/${pid}`).catch(unlessItEnded))?.uid;
  const { ok, stdout } = await exec(['ps', '-o', 'uid=', '-p', String(pid)], { timeoutMs: 5_000 });
  return ok ? Number(stdout) : undefined;
}

function unlessItEnded(error: NodeJS.ErrnoException): undefined {
  if (!NO_PROCESS.includes(error.code ?? '')) throw error;
}

/** It has another view of the files, as far as the system tells. */
async function isElsewhere(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  const view = (id: string): Promise<string> => readlink(`/proc/${id}/ns/mnt`).catch(() => '');
  const [ours, theirs] = await Promise.all([view('self'), view(String(pid))]);
  return ours !== '' && theirs !== '' && ours !== theirs;
}
