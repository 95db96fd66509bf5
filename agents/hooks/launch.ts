/** Launch lines with which agents report to our hooks, without a change to anybody's own settings. */
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { z } from 'zod';
import type { HookPlaces } from './report-script';

type Argv = readonly string[];

/** Claude Code adds the hooks of `--settings` to those a person has. */
export async function claudeWithHooks(argv: Argv, hooks: HookPlaces): Promise<Argv> {
  const [program = '', ...rest] = argv;
  const own = rest.some((argument) => /^--settings(=|$)/.test(argument));
  if (basename(program) !== 'claude' || own) return argv;
  return [program, '--settings', hooks.claudeSettings, ...rest];
}

/**
 * Codex asks a person to trust hooks that are new, but not `notify`. It calls one program only: ours, which calls the
 * person's own.
 */
export async function codexWithHooks(
  argv: Argv,
  hooks: HookPlaces,
  env: Readonly<Record<string, string>>,
): Promise<Argv> {
  const [program = '', ...rest] = argv;
  const own = rest.some((argument) => /^(--config=|-c)?notify *=/.test(argument));
  if (basename(program) !== 'codex' || own) return argv;
  const notify = [hooks.script, 'codex', 'notify', ...(await personsNotify(env))];
  return [program, '-c', `notify=${JSON.stringify(notify)}`, ...rest];
}

const codexConfig = z.looseObject({ notify: z.array(z.string()).optional() });

async function personsNotify(env: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const home = env['CODEX_HOME'] ?? join(env['HOME'] ?? homedir(), '.codex');
  try {
    const config = codexConfig.parse(parseToml(await readFile(join(home, 'config.toml'), 'utf8')));
    return config.notify ?? [];
  } catch {
    // None, or one that Codex itself complains of.
    return [];
  }
}
