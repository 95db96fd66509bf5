/** Command lines that do something before they become the program that was asked for. */

/** `env -u` takes names out of an environment that only config/ may read; it then becomes the program itself. */
export function withoutEnv(argv: readonly string[], names: readonly string[]): readonly string[] {
  return names.length === 0 ? argv : ['env', ...names.flatMap((name) => ['-u', name]), ...argv];
}

/** `sh` becomes the program itself, with both its outputs on one pipe; the arguments are never read as shell text. */
export function merged(argv: readonly string[]): readonly string[] {
  return ['sh', '-c', 'exec "$@" 2>&1', 'sh', ...argv];
}
