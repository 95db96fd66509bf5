/** User options (`@name`) of ours: on a pane they go with it wherever it is moved, on the server they end with it. */
import type { Client } from './client';
import type { Connection } from './connection';
import { expectations, guardCommand, ifHeld, tellTime } from './guard';
import { removeToken, runOnce } from './once';
import { command } from './quote';
import type { Guard } from './types';

export function setting(scope: readonly string[], name: string, value: string | null): string {
  if (!/^@[\w-]+$/.test(name)) throw new TypeError(`"${name}" is no name of a user option.`);
  return value === null
    ? command('set-option', '-q', '-u', ...scope, '--', name)
    : command('set-option', ...scope, '--', name, value);
}

/** False where the guard doesn't hold: then nothing was set. */
export async function setPaneOptions(
  client: Client,
  paneId: string,
  values: Readonly<Record<string, string | null>>,
  guard: Guard,
): Promise<boolean> {
  const expected = expectations(paneId, guard);
  const settings = Object.entries(values).map(([name, value]) => setting(['-p', '-t', paneId], name, value));
  return ifHeld(() =>
    // Once: what the guard asks for may no longer hold after the very change.
    runOnce(client, {
      commands: (_connection, token) => [
        tellTime,
        guardCommand(paneId, expected),
        ...settings,
        removeToken(token),
      ],
    }),
  );
}

/** '' where it is unset, or the pane is gone. */
export async function paneOption(connection: Connection, paneId: string, name: string): Promise<string> {
  const [answer] = await connection.run(
    command('display-message', '-p', '-t', paneId, `#{pane_id} #{${name}}`),
  );
  const [id, ...value] = (answer?.join('\n') ?? '').split(' ');
  return id === paneId ? value.join(' ') : '';
}

export async function serverOptions(
  connection: Connection,
  prefix: string,
): Promise<Readonly<Record<string, string>>> {
  const [rows = []] = await connection.run('show-options -s');
  const names = rows.map((row) => /^@[\w-]+/.exec(row)?.[0] ?? '').filter((name) => name.startsWith(prefix));
  if (names.length === 0) return {};
  // With its name a value would come quoted. -q: one unset meanwhile is no refusal.
  const line = names.map((name) => command('show-options', '-s', '-q', '-v', name)).join(' ; ');
  const values = await connection.run(line, names.length);
  return Object.fromEntries(names.map((name, index) => [name, values[index]?.join('\n') ?? '']));
}

export async function setServerOption(
  connection: Connection,
  name: string,
  value: string | null,
): Promise<void> {
  await connection.run(setting(['-s'], name, value));
}
