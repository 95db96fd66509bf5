/**
 * Codex as it comes: a daemon of the user's (`codex app-server`) has the conversations of all its terminals, writes their
 * rollouts and calls their hooks. No process and no file says which conversation is shown in which terminal; what tells
 * them apart is the prompt that was typed into one of them.
 */
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { SentPrompt } from '../types';
import { commandLineOf, environmentOf, openFiles } from '../../processes/details';
import { terminalProcesses } from '../processes';
import { sameText } from '../events/reduce-turn';
import { createCodexReader } from './transcript';

const ROLLOUT = /\/rollout-[^/]+\.jsonl$/;
/** So much of a rollout's end is looked through: the prompt is of this turn. */
const END_BYTES = 4 * 1024 * 1024;
/** Who began a conversation stands at its beginning. */
const START_BYTES = 4 * 1024;
/** One that an agent began for itself: its prompts are of no terminal. */
const NOT_A_PERSONS = /"thread_source":"(?!user")/;

export function isRollout(path: string): boolean {
  return ROLLOUT.test(path);
}

/** Codex keeps there which process its daemon is. */
const registration = z.looseObject({ pid: z.number().int().positive() });

/** Rollouts that the daemon of that terminal's Codex has open, in which the prompt was taken. */
export async function heldByDaemon(pid: number, prompt: SentPrompt): Promise<string[]> {
  const daemons = await daemonsOf(pid);
  const rollouts = new Set((await Promise.all(daemons.map(openFiles))).flat().filter(isRollout));
  const found = await Promise.all(
    [...rollouts].map(async (path) => ((await holds(path, prompt)) ? [path] : [])),
  );
  return found.flat();
}

async function daemonsOf(pid: number): Promise<number[]> {
  const homes = new Set(await Promise.all((await terminalProcesses(pid)).map((one) => codexHome(one.pid))));
  const daemons = await Promise.all([...homes].map(daemonIn));
  return daemons.filter((daemon) => daemon !== undefined);
}

async function codexHome(pid: number): Promise<string> {
  const { HOME = homedir(), CODEX_HOME = join(HOME, '.codex') } = (await environmentOf(pid)) ?? {};
  return CODEX_HOME;
}

async function daemonIn(home: string): Promise<number | undefined> {
  try {
    const text = await readFile(join(home, 'app-server-daemon', 'daemon.pid'), 'utf8');
    const { pid } = registration.parse(JSON.parse(text));
    // The file of one that was killed stays, and its number comes again.
    const argv = (await commandLineOf(pid)) ?? [];
    return argv.includes('app-server') && argv.includes('--listen') ? pid : undefined;
  } catch {
    // None runs, or it is being started.
    return undefined;
  }
}

async function holds(path: string, { text, sinceMs }: SentPrompt): Promise<boolean> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch {
    return false;
  }
  try {
    const { size, mtimeMs } = await file.stat();
    if (mtimeMs < sinceMs || NOT_A_PERSONS.test(await part(file, 0, START_BYTES))) return false;
    const read = createCodexReader();
    const lines = (await part(file, Math.max(0, size - END_BYTES), END_BYTES)).split('\n');
    return lines.some((line) => {
      if (!line.includes('"UserMessage"')) return false;
      return eventsIn(read, line).some(
        (event) => event.kind === 'prompt' && event.atMs >= sinceMs && sameText(event.text, text),
      );
    });
  } finally {
    await file.close();
  }
}

async function part(file: FileHandle, position: number, bytes: number): Promise<string> {
  const buffer = Buffer.allocUnsafe(bytes);
  const { bytesRead } = await file.read(buffer, 0, bytes, position);
  return buffer.toString('utf8', 0, bytesRead);
}

/** A line that is still being written, or the rest of a cut one, is no record. */
function eventsIn(read: ReturnType<typeof createCodexReader>, line: string) {
  try {
    return read(line);
  } catch {
    return [];
  }
}
