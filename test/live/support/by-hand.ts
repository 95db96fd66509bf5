/** Agents as people start them: from a shell in a tmux session of their own, without anything of the product's. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CODEX_HOOKS, hookEntry, hookPlaces } from '../../../agents/hooks/report-script';
import type { Lab, LiveAgent } from './lab';
import { type AgentHome, claudeHome, codexHome } from './homes';

/** `-k` variables of the environment, then a shell without a person's start-up files. */
export function shellIn(home: AgentHome, path: string): string[] {
  const pairs = Object.entries({ ...home.env, PATH: path, PS1: '$ ', HISTFILE: '' });
  return ['env', ...pairs.map(([name, value]) => `${name}=${value}`), 'bash', '--norc', '--noprofile'];
}

export function homeOf(lab: Lab, name: string): { home: AgentHome; dir: string } {
  const dir = join(lab.dashboard.dir, 'work', name);
  mkdirSync(dir, { recursive: true });
  return { dir, home: claudeHome(join(lab.dashboard.dir, 'homes', name), lab.model.url, [dir]) };
}

/** Claude Code, started from a shell in a new session, and ready. Gives its working directory. */
export async function claudeByHand(lab: Lab, name: string): Promise<string> {
  const { home, dir } = homeOf(lab, name);
  await startByHand(lab, 'claude', { name, home, dir });
  return dir;
}

/**
 * Codex as people start it, with its daemon; those with the same `account` share one, and its directory.
 * @param hooks with the product's hooks
 */
export async function codexByHand(
  lab: Lab,
  name: string,
  { account = name, hooks = false }: { readonly account?: string; readonly hooks?: boolean } = {},
): Promise<string> {
  const dir = join(lab.dashboard.dir, 'work', account);
  mkdirSync(dir, { recursive: true });
  const place = join(lab.dashboard.dir, 'homes', account);
  const { env } = codexHome(place, lab.model.url, [dir]);
  if (hooks) writeCodexHooks(lab, join(place, '.codex'));
  const command = hooks ? `codex ${TRUSTED}` : 'codex';
  await startByHand(lab, 'codex', { name, home: { command, env }, dir });
  return dir;
}

/** For Codex with hooks: else a person is asked once whether they are trusted. */
export const TRUSTED = '--dangerously-bypass-hook-trust';

/** The hooks that `architect hooks install` writes. */
export function writeCodexHooks(lab: Lab, codexDir: string): void {
  const { script } = hookPlaces(join(lab.dashboard.dir, 'data'));
  const entries = CODEX_HOOKS.map((event) => [event, [hookEntry(script, 'codex')]]);
  writeFileSync(join(codexDir, 'hooks.json'), JSON.stringify({ hooks: Object.fromEntries(entries) }));
}

async function startByHand(
  lab: Lab,
  agent: LiveAgent,
  { name, home, dir }: { readonly name: string; readonly home: AgentHome; readonly dir: string },
): Promise<void> {
  await lab.dashboard.tmux.session(name, '-c', dir, ...shellIn(home, lab.path));
  await lab.dashboard.sessionWhere(name, ({ status }) => status === 'waiting_input');
  await lab.type(name, home.command);
  await lab.keys(name, 'Enter');
  await lab.dashboard.sessionWhere(
    name,
    ({ provider, status }) => provider === agent && status === 'waiting_input',
    60_000,
  );
}
