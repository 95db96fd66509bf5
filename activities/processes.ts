/** The processes of a terminal, and what the system tells of them. Linux tells it in /proc; elsewhere `ps` and `lsof` do. */
import { readFile, readdir, readlink } from 'node:fs/promises';
import { run } from './adapters/exec';

const TIMEOUT_MS = 5_000;
/** A terminal's own program, the agent below it, and what that runs. */
const MAX_DEPTH = 3;
const MAX_PROCESSES = 50;
const onLinux = process.platform === 'linux';

/** `pid` and its descendants, nearest first. */
export async function processTree(pid: number): Promise<number[]> {
  const found = [pid];
  let level = [pid];
  const childrenOf = onLinux ? childrenByProc : await childrenByPs();
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0 && found.length < MAX_PROCESSES; depth += 1) {
    level = (await Promise.all(level.map(childrenOf))).flat();
    found.push(...level);
  }
  return found;
}

async function childrenByProc(pid: number): Promise<number[]> {
  try {
    const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

async function childrenByPs(): Promise<(pid: number) => Promise<number[]>> {
  const result = await run(['ps', '-ax', '-o', 'pid=,ppid='], { timeoutMs: TIMEOUT_MS });
  const rows = result.stdout.split('\n').map((row) => row.trim().split(/\s+/).map(Number));
  return async (pid) => rows.filter(([, parent]) => parent === pid).map(([child = 0]) => child);
}

/** When the process was started, in a form that only compares; undefined where there is none. A number alone may be another one's by now. */
export async function startOf(pid: number): Promise<string | undefined> {
  if (!onLinux) {
    const result = await run(['ps', '-o', 'lstart=', '-p', String(pid)], { timeoutMs: TIMEOUT_MS });
    return result.ok ? result.stdout.trim() || undefined : undefined;
  }
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold blanks; the start is the 20th field after it.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
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

/** A variable of the environment the process was started with; undefined where it isn't set or can't be known. */
export async function variableOf(pid: number, name: string): Promise<string | undefined> {
  if (!onLinux) return undefined;
  try {
    const text = await readFile(`/proc/${pid}/environ`, 'utf8');
    const entry = text.split('\0').find((one) => one.startsWith(`${name}=`));
    return entry?.slice(name.length + 1);
  } catch {
    return undefined;
  }
}
