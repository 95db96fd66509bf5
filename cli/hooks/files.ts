/** The files in which agents keep their hooks, and our hooks in them. Everything else in a file stays as it is. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { CLAUDE_HOOKS, CODEX_HOOKS, hookEntry, type HookPlaces } from '../../agents/hooks/report-script';
import { CliError, EXIT } from '../errors';

export const HOOKED_AGENTS = ['claude', 'codex'] as const;
export type HookedAgent = (typeof HOOKED_AGENTS)[number];

const group = z.looseObject({ hooks: z.array(z.looseObject({ command: z.string().optional() })).optional() });
const contents = z.looseObject({ hooks: z.record(z.string(), z.array(group)).optional() });
type Contents = z.output<typeof contents>;

export interface HooksFile {
  readonly agent: HookedAgent;
  readonly path: string;
  /** `outdated`: of another installation, or of an older release. */
  readonly state: 'installed' | 'outdated' | 'missing';
}

/** @param directories where the agents keep their settings: CLAUDE_CONFIG_DIR, CODEX_HOME */
export function hooksPath(
  agent: HookedAgent,
  directories: Readonly<Record<HookedAgent, string | undefined>>,
): string {
  const own = directories[agent];
  return agent === 'claude'
    ? join(own ?? join(homedir(), '.claude'), 'settings.json')
    : join(own ?? join(homedir(), '.codex'), 'hooks.json');
}

/** @throws CliError where the file is there but not as its agent has it */
export function stateOf(agent: HookedAgent, path: string, places: HookPlaces): HooksFile {
  const now = read(path);
  const groups = Object.values(now.hooks ?? {}).flat();
  if (!groups.some(isOurs)) return { agent, path, state: 'missing' };
  const wanted = JSON.stringify(withHooks(now, agent, places).hooks);
  return { agent, path, state: wanted === JSON.stringify(now.hooks) ? 'installed' : 'outdated' };
}

/** @throws CliError */
export function install(agent: HookedAgent, path: string, places: HookPlaces): void {
  write(path, withHooks(read(path), agent, places));
}

/** @throws CliError */
export function remove(path: string): void {
  if (existsSync(path)) write(path, withoutHooks(read(path)));
}

function withHooks(now: Contents, agent: HookedAgent, places: HookPlaces): Contents {
  const others = withoutHooks(now).hooks ?? {};
  const names: readonly string[] = agent === 'claude' ? CLAUDE_HOOKS : CODEX_HOOKS;
  const ours = hookEntry(places.script, agent);
  const added = names.map((name): [string, unknown] => [name, [...(others[name] ?? []), ours]]);
  return contents.parse({ ...now, hooks: { ...others, ...Object.fromEntries(added) } });
}

function withoutHooks(now: Contents): Contents {
  const { hooks, ...rest } = now;
  const kept = Object.entries(hooks ?? {})
    .map(([name, groups]): [string, typeof groups] => [name, groups.filter((one) => !isOurs(one))])
    .filter(([, groups]) => groups.length > 0);
  return kept.length === 0 ? rest : { ...rest, hooks: Object.fromEntries(kept) };
}

/** By the end of the command: the data directory may have been moved. */
function isOurs({ hooks }: z.output<typeof group>): boolean {
  return (hooks ?? []).some(({ command }) => /\/hooks\/report' (claude|codex)$/.test(command ?? ''));
}

function read(path: string): Contents {
  if (!existsSync(path)) return {};
  const text = readFileSync(path, 'utf8');
  if (text.trim() === '') return {};
  try {
    return contents.parse(JSON.parse(text));
  } catch (error) {
    throw new CliError(
      `${path} isn't as its agent writes it, so nothing was changed: mend it first (${error instanceof SyntaxError ? error.message : 'its hooks have another form'}).`,
      EXIT.config,
    );
  }
}

/** In one step, and with a copy of what was there before. */
function write(path: string, value: Contents): void {
  if (existsSync(path)) writeFileSync(`${path}.before-architect`, readFileSync(path), { mode: 0o600 });
  writeFileSync(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
