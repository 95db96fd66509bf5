/** The four sessions of the original system, made where they are missing. */
import { delimiter } from 'node:path';
import { findProgram, searchPath } from '../../config/programs';
import type { Store } from '../../store';
import { PROVIDERS } from '../../workflows/contracts/glossary';
import { conflict } from '../http/errors';
import { sessionView } from './views';

const STANDARD = [
  { name: 'architect', specialty: 'coding' },
  { name: 'dev_worker1', specialty: 'coding' },
  { name: 'dev_worker2', specialty: 'coding' },
  { name: 'claude_orchestrator', specialty: 'manager' },
] as const;

/** In order of preference. */
const AGENTS = PROVIDERS.filter((provider) => provider !== 'shell');

export async function standardSessions(
  store: Pick<Store, 'sessions'>,
  run: (kind: 'create', session: string, payload: unknown) => Promise<string | null>,
) {
  const path = searchPath();
  const provider = AGENTS.find((program) => findProgram(program, path) !== undefined);
  if (!provider) {
    const dirs = path.split(delimiter).filter(Boolean).join(', ');
    throw conflict(
      `No agent was found (looked for ${AGENTS.join(', ')} in ${dirs || 'no directory: PATH is empty'}): install one, or start the server with a PATH that has it, then try again, or make sessions one by one.`,
    );
  }
  const present = (name: string): boolean => !!store.sessions.get(name)?.present;
  const existing = STANDARD.map(({ name }) => name).filter(present);
  const missing = STANDARD.filter(({ name }) => !present(name));
  const request = { provider, workingDir: null, argv: null, env: {}, secrets: [] };
  const make = ({ name, specialty }: (typeof STANDARD)[number]): Promise<string | null> =>
    run('create', name, { ...request, specialty });
  // What is wrong with the first is wrong with all, as a rule. The others are waited for together.
  const [first, ...others] = missing;
  const error = first ? await make(first) : null;
  if (first && error !== null) throw conflict(`Session '${first.name}' could not be made: ${error}.`);
  const errors = [error, ...(await Promise.all(others.map(make)))];
  const failed = missing.flatMap(({ name }, index) =>
    errors[index] == null ? [] : [{ name, error: errors[index] }],
  );
  const created = missing.map(({ name }) => name).filter((name) => !failed.some((one) => one.name === name));
  if (failed.length > 0) throw conflict(whatFailed(failed, created));
  const views = (names: readonly string[]) =>
    names
      .map((name) => store.sessions.get(name))
      .filter((row) => row !== undefined)
      .map(sessionView);
  return { created: views(created), existing: views(existing), provider };
}

/** One sentence for each reason: as a rule all have the same. */
function whatFailed(
  failed: readonly { readonly name: string; readonly error: string }[],
  created: readonly string[],
): string {
  const reasons = [...new Set(failed.map(({ error }) => error))].map((reason) => {
    const names = failed.filter(({ error }) => error === reason).map(({ name }) => `'${name}'`);
    return `${names.length === 1 ? 'Session' : 'Sessions'} ${names.join(', ')} could not be made: ${reason}.`;
  });
  const made = created.length > 0 ? [`Made: ${created.join(', ')}.`] : [];
  return [...reasons, ...made].join(' ');
}
