/** Where the agent in a terminal writes its transcript now. */
import { readFile, readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { openFiles, processTree, variableOf } from '../../processes';

/** Claude Code keeps a file for each of its processes, with the id of the conversation in it (since 2.1.224). */
const registration = z.looseObject({ sessionId: z.string(), cwd: z.string() });

/** @param pid process of the terminal */
export async function locateClaude(pid: number): Promise<string | undefined> {
  for (const candidate of await processTree(pid)) {
    const home = (await variableOf(candidate, 'HOME')) ?? homedir();
    const config = (await variableOf(candidate, 'CLAUDE_CONFIG_DIR')) ?? join(home, '.claude');
    try {
      const text = await readFile(join(config, 'sessions', `${candidate}.json`), 'utf8');
      const { sessionId, cwd } = registration.parse(JSON.parse(text));
      return await claudeTranscript(join(config, 'projects'), cwd, sessionId);
    } catch {
      // Not this process.
    }
  }
  return undefined;
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

/** Codex holds its rollout open while it runs, from the first prompt on. */
export async function locateCodex(pid: number): Promise<string | undefined> {
  for (const candidate of await processTree(pid)) {
    const rollouts = (await openFiles(candidate)).filter((path) => /\/rollout-[^/]+\.jsonl$/.test(path));
    // Of several (a side conversation) the one written to last.
    const times = await Promise.all(rollouts.map(async (path) => ({ path, at: await modified(path) })));
    const newest = times.sort((a, b) => b.at - a.at)[0];
    if (newest) return newest.path;
  }
  return undefined;
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
