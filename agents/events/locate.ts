/** Where the agent in a terminal writes its transcript now. */
import { readFile, readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { environmentOf, openFiles } from '../../processes/details';
import { statOf } from '../../processes/stat';
import { terminalProcesses } from '../processes';
import { isRollout } from '../codex/daemon';

/** Claude Code keeps a file for each of its processes, with the id of the conversation in it (since 2.1.224). */
const registration = z.looseObject({
  sessionId: z.string(),
  cwd: z.string(),
  /** When the process was started; the file of one that was killed stays, and its number comes again. */
  procStart: z.string().optional(),
});

/** @param pid process of the terminal */
export async function locateClaude(pid: number): Promise<string | undefined> {
  for (const candidate of await terminalProcesses(pid)) {
    const config = await claudeDirectory(candidate.pid);
    const text = await readFile(join(config, 'sessions', `${candidate.pid}.json`), 'utf8').catch(
      () => undefined,
    );
    if (text === undefined) continue;
    const registered = parsed(text);
    // Being written just now. What is further down is no agent of this terminal, but one that this one runs.
    if (!registered) return undefined;
    const { sessionId, cwd, procStart } = registered;
    if (onLinux && procStart !== undefined && procStart !== (await statOf(candidate.pid))?.started) continue;
    return claudeTranscript(join(config, 'projects'), cwd, sessionId);
  }
  return undefined;
}

const onLinux = process.platform === 'linux';

function parsed(text: string): z.output<typeof registration> | undefined {
  try {
    return registration.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function claudeDirectory(pid: number): Promise<string> {
  const { HOME = homedir(), CLAUDE_CONFIG_DIR = join(HOME, '.claude') } = (await environmentOf(pid)) ?? {};
  return CLAUDE_CONFIG_DIR;
}

/** The directory is named after the working directory; how, is Claude's to change, so the others are looked through too. */
async function claudeTranscript(projects: string, cwd: string, sessionId: string): Promise<string> {
  const usual = join(projects, cwd.replace(/[^A-Za-z0-9]/g, '-'), `${sessionId}.jsonl`);
  if (await exists(usual)) return usual;
  for (const name of await readdir(projects).catch(() => [])) {
    const path = join(projects, name, `${sessionId}.jsonl`);
    if (await exists(path)) return path;
  }
  // Written with the first prompt.
  return usual;
}

/** Codex holds its rollout open while it runs, from the first prompt on; where its daemon does, see codex-daemon.ts. */
export async function locateCodex(pid: number): Promise<string | undefined> {
  for (const { pid: candidate } of await terminalProcesses(pid)) {
    const newest = await newestOf((await openFiles(candidate)).filter(isRollout));
    if (newest !== undefined) return newest;
  }
  return undefined;
}

/** Of several (a side conversation) the one written to last. */
async function newestOf(paths: readonly string[]): Promise<string | undefined> {
  const times = await Promise.all(paths.map(async (path) => ({ path, at: await modified(path) })));
  return times.sort((a, b) => b.at - a.at)[0]?.path;
}

async function exists(path: string): Promise<boolean> {
  return (await modified(path)) > 0;
}

async function modified(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch {
    return 0;
  }
}
