/** The four sessions of the original system, made where they are missing. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { searchPath } from '../config';
import type { Store } from '../store';
import { conflict } from './errors';
import { sessionView } from './views';

const STANDARD = [
  { name: 'architect', specialty: 'coding' },
  { name: 'dev_worker1', specialty: 'coding' },
  { name: 'dev_worker2', specialty: 'coding' },
  { name: 'claude_orchestrator', specialty: 'manager' },
] as const;

/** In order of preference. */
const AGENTS = ['claude', 'codex', 'gemini', 'aider'] as const;

export async function standardSessions(
  store: Pick<Store, 'sessions'>,
  run: (kind: 'create', session: string, payload: unknown) => Promise<string | null>,
) {
  const provider = AGENTS.find((program) => isOnPath(program));
  if (!provider) {
    throw conflict(
      `No agent was found on PATH (looked for ${AGENTS.join(', ')}): install one, then try again, or make sessions one by one.`,
    );
  }
  const created: string[] = [];
  const existing: string[] = [];
  for (const { name, specialty } of STANDARD) {
    if (store.sessions.get(name)?.present) {
      existing.push(name);
      continue;
    }
    const error = await run('create', name, {
      provider,
      specialty,
      workingDir: null,
      argv: null,
      env: {},
      secrets: [],
    });
    if (error !== null) throw conflict(`Session '${name}' could not be made: ${error}.`);
    created.push(name);
  }
  const views = (names: readonly string[]) =>
    names
      .map((name) => store.sessions.get(name))
      .filter((row) => row !== undefined)
      .map(sessionView);
  return { created: views(created), existing: views(existing), provider };
}

function isOnPath(program: string): boolean {
  return searchPath()
    .split(delimiter)
    .some((dir) => {
      try {
        accessSync(join(dir, program), constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
