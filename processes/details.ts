/** Which processes a process started, and what it was started with. Linux tells it in /proc; elsewhere `ps` and `lsof` do. */
import { readFile, readdir, readlink } from 'node:fs/promises';
import { run } from './exec';
import { NO_PROCESS } from './stat';

const TIMEOUT_MS = 5_000;
/** A terminal's own program, the agent below it, and what that runs. */
const MAX_DEPTH = 3;
const MAX_PROCESSES = 50;
const onLinux = process.platform === 'linux';

/** `pid` and its descendants, nearest first. @throws where they can't be told */
export async function processTree(pid: number, maxDepth = MAX_DEPTH): Promise<number[]> {
  const found = [pid];
  let level = [pid];
  const childrenOf = onLinux ? childrenByProc : await childrenByPs();
  for (let depth = 0; depth < maxDepth && level.length > 0 && found.length < MAX_PROCESSES; depth += 1) {
    level = (await Promise.all(level.map(childrenOf))).flat();
    found.push(...level);
  }
  return found;
}

async function childrenByProc(pid: number): Promise<number[]> {
  try {
    const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.split(' ').filter(Boolean).map(Number);
  } catch (error) {
    // It ended meanwhile.
    if (NO_PROCESS.includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}

async function childrenByPs(): Promise<(pid: number) => Promise<number[]>> {
  const result = await run(['ps', '-ax', '-o', 'pid=,ppid='], { timeoutMs: TIMEOUT_MS });
  const rows = result.stdout.split('\n').map((row) => row.trim().split(/\s+/).map(Number));
  return async (pid) => rows.filter(([, parent]) => parent === pid).map(([child = 0]) => child);
}

/** Paths of the files the process has open. */
export async function openFiles(pid: number): Promise<string[]> {
  if (!onLinux) {
    const result = await run(['lsof', '-p', String(pid), '-Fn'], { timeoutMs: TIMEOUT_MS });
    return result.stdout
      .split('\n')
      .filter((row) => row.startsWith('n/'))
      .map((row) => row.slice(1));
  }
  try {
    const names = await readdir(`/proc/${pid}/fd`);
    return await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')));
  } catch {
    return [];
  }
}

/** What the process was started with; undefined where it can't be known. */
export async function commandLineOf(pid: number): Promise<string[] | undefined> {
  if (!onLinux) {
    const result = await run(['ps', '-ww', '-o', 'args=', '-p', String(pid)], { timeoutMs: TIMEOUT_MS });
    return result.ok ? result.stdout.split(/\s+/).filter(Boolean) : undefined;
  }
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return text?.split('\0').slice(0, -1);
}

/** The environment the process was started with; undefined where it can't be known. */
export async function environmentOf(pid: number): Promise<Record<string, string> | undefined> {
  if (!onLinux) return undefined;
  try {
    const entries = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0').filter(Boolean);
    return Object.fromEntries(
      entries.map((entry) => {
        const end = entry.indexOf('=');
        return [entry.slice(0, end), entry.slice(end + 1)];
      }),
    );
  } catch {
    return undefined;
  }
}
