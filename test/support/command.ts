/** The built `architect` command, in a process of its own, beside a dashboard of a test. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { env } from 'node:process';
import { text } from 'node:stream/consumers';

export const BIN = join(__dirname, '..', '..', 'bin', 'architect.js');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `stdin` is piped in. It finds the server and its token by its data directory. */
export async function architectCommand(
  dataDir: string,
  argv: readonly string[],
  { stdin = '' }: { stdin?: string } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, ...argv], {
    env: { ...env, ARCHITECT_DATA_DIR: dataDir },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const outputs = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await once(child, 'close')) as [number | null];
  const [stdout, stderr] = await outputs;
  return { code, stdout, stderr };
}
