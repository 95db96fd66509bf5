/** Command lines that do something before they become the program that was asked for. */

/** `env` changes an environment that only config/ may read; it then becomes the program itself. */
export function withEnv(
  argv: readonly string[],
  {
    drop = [],
    add = {},
  }: { drop?: readonly string[] | undefined; add?: Readonly<Record<string, string>> | undefined },
): readonly string[] {
  const changes = [
    ...drop.flatMap((name) => ['-u', name]),
    ...Object.entries(add).map(([name, value]) => `${name}=${value}`),
  ];
  return changes.length === 0 ? argv : ['env', ...changes, ...argv];
}

/** `sh` becomes the program itself, with both its outputs on one pipe; the arguments are never read as shell text. */
export function merged(argv: readonly string[]): readonly string[] {
  return ['sh', '-c', 'exec "$@" 2>&1', 'sh', ...argv];
}
