/**
 * Commands that must not run twice. A connection can end while a command is in flight (tmux drops a client with the
 * session it is attached to); whether the command ran is then read from the server, which as a rule lives on.
 */
import { randomUUID } from 'node:crypto';
import type { Client } from './client';
import type { Connection } from './connection';
import { quote } from './quote';
import { TmuxGoneError } from './types';

const TRIES = 3;

export interface Act {
  /** Text of the paste buffer that is the token; default a mark without meaning. */
  readonly content?: string;
  /** Commands of one line, one of which takes the buffer `token` away. tmux runs a line as a whole. */
  commands(connection: Connection, token: string): Promise<readonly string[]> | readonly string[];
}

export const removeToken = (token: string): string => `delete-buffer -b ${token}`;

/**
 * Runs the commands exactly once: a buffer of their own is made first, and as long as it is there they have not run.
 * Resolves with what each command answered, or undefined where they ran and the answers were lost.
 * @throws TmuxError where tmux refuses; TmuxGoneError where the server went away, so that it can't be told.
 */
export async function runOnce(client: Client, act: Act): Promise<(readonly string[])[] | undefined> {
  const token = `architect-${randomUUID()}`;
  const makeToken = `set-buffer -b ${token} -- ${quote(act.content ?? token)}`;
  let connection = await client.require();
  const { server } = connection;
  let sent = false;
  for (let tries = 1; ; tries++) {
    try {
      if (sent && !(await hasBuffer(connection, token))) return undefined;
      if (!sent) await connection.run(makeToken);
      const commands = await act.commands(connection, token);
      sent = true;
      return await connection.run(commands.join(' ; '), commands.length);
    } catch (error) {
      if (!(error instanceof TmuxGoneError)) {
        await connection.run(removeToken(token)).catch(() => undefined);
        throw error;
      }
      if (tries === TRIES) throw error;
      connection = await client.require();
      if (connection.server !== server) throw error;
    }
  }
}

async function hasBuffer(connection: Connection, name: string): Promise<boolean> {
  const [names = []] = await connection.run('list-buffers -F "#{buffer_name}"');
  return names.includes(name);
}
