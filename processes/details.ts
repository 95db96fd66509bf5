/** The processes of a terminal, and what the system tells of them. Linux tells it in /proc; elsewhere `ps` and `lsof` do. */
import { readFile, readdir, readlink } from 'node:fs/promises';
import { run } from './exec';

const TIMEOUT_MS = 5_000;
/** A terminal's own program, the agent below it, and what that runs. */
const MAX_DEPTH = 3;
const MAX_PROCESSES = 50;
const onLinux = process.platform === 'linux';

/** One process, as far as it matters who it belongs to. */
export interface ProcessFacts {
  readonly pid: number;
  /** Name of its program. */
  readonly name: string;
  /** Its controlling terminal, in a form that only compares; '' = it has none, as what an agent's tool runs. */
  readonly terminal: string;
}

/** Programs that are agents, by the names of their processes. */
const AGENT_NAMES = /^(claude|codex|gemini|aider)/;

export function isAgentName(name: string): boolean {
  return AGENT_NAMES.test(name);
}

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

/**
 * The processes among which the agent of a terminal is, nearest first; `pid` is the terminal's own. What an agent runs
 * as a tool, other agents too, has no terminal or another one. Where no agent is on the terminal itself (`script`, a
 * sandbox), all of them count.
 */
export async function terminalProcesses(pid: number): Promise<ProcessFacts[]> {
  const tree = await processTree(pid);
  const facts = (await Promise.all(tree.map(factsOf))).filter((one) => one !== undefined);
  const own = facts.filter(({ terminal }) => terminal === facts[0]?.terminal);
  return own.some(({ name }) => isAgentName(name)) ? own : facts;
}

/** undefined where there is no such process. */
export async function factsOf(pid: number): Promise<ProcessFacts | undefined> {
  if (!onLinux) {
    const result = await run(['ps', '-o', 'tty=,comm=', '-p', String(pid)], { timeoutMs: TIMEOUT_MS });
    const [, terminal = '', name] = /^\s*(\S+)\s+(.*\S)/.exec(result.stdout) ?? [];
    if (name === undefined) return undefined;
    return { pid, name: name.replace(/.*\//, ''), terminal: terminal.startsWith('?') ? '' : terminal };
  }
  const stat = await statOf(pid);
  if (!stat) return undefined;
  const terminal = stat.fields[TERMINAL_FIELD] ?? '0';
  return { pid, name: stat.name, terminal: terminal === '0' ? '' : terminal };
}

/** Positions in /proc/PID/stat, counted after the name in parentheses. */
const TERMINAL_FIELD = 4;
const START_FIELD = 19;

async function statOf(
  pid: number,
): Promise<{ readonly name: string; readonly fields: readonly string[] } | undefined> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The name may hold blanks and parentheses.
    const end = text.lastIndexOf(')');
    return { name: text.slice(text.indexOf('(') + 1, end), fields: text.slice(end + 2).split(' ') };
  } catch {
    return undefined;
  }
}

/** When the process was started, in a form that only compares; undefined where there is none. A number alone may be another one's by now. */
export async function startOf(pid: number): Promise<string | undefined> {
  if (!onLinux) {
    const result = await run(['ps', '-o', 'lstart=', '-p', String(pid)], { timeoutMs: TIMEOUT_MS });
    return result.ok ? result.stdout.trim() || undefined : undefined;
  }
  return (await statOf(pid))?.fields[START_FIELD];
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

/** What the process was started with; empty where it can't be known. */
export async function commandLineOf(pid: number): Promise<string[]> {
  if (!onLinux) {
    const result = await run(['ps', '-o', 'args=', '-p', String(pid)], { timeoutMs: TIMEOUT_MS });
    return result.stdout.trim().split(/\s+/);
  }
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return text.split('\0').slice(0, -1);
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
