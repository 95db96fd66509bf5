/** Secrets and passphrases: piped in or typed without being shown, never arguments, which every process can see. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { UsageError } from './errors';
import { type Io, readAll } from './io';

/** An export may lie anywhere, so whoever has it can try passphrases for as long as they like. */
const MIN_PASSPHRASE_CHARS = 12;

/** @throws UsageError where nothing is given */
export async function hiddenInput(io: Io, question: string): Promise<string> {
  const text = io.stdin.isTTY === true ? await typed(io, question) : await readAll(io.stdin);
  if (text === '') throw new UsageError(`${question}: nothing was given. Type it, or pipe it in.`);
  return text;
}

/** Typed twice on a terminal, so that a slip doesn't lock something for good. @throws UsageError where it is too short */
export async function newPassphrase(io: Io): Promise<string> {
  const first = await hiddenInput(io, 'Passphrase');
  if (Array.from(first).length < MIN_PASSPHRASE_CHARS)
    throw new UsageError(
      `The passphrase is too short: expected at least ${MIN_PASSPHRASE_CHARS} characters. Nothing was written.`,
    );
  if (io.stdin.isTTY === true && (await hiddenInput(io, 'Passphrase again')) !== first)
    throw new UsageError('The passphrases differ: nothing was written.');
  return first;
}

/** Typed twice on a terminal. How long it has to be is the server's to say. @throws UsageError where the two differ */
export async function newPassword(io: Io, question: string): Promise<string> {
  const first = await hiddenInput(io, question);
  if (io.stdin.isTTY === true && (await hiddenInput(io, `${question}, again`)) !== first)
    throw new UsageError('The passwords differ: nothing was changed.');
  return first;
}

async function typed({ stdin, stderr }: Io, question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true });
  stderr.write(`${question}: `);
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve);
      lines.once('SIGINT', () => reject(new UsageError('Not given: nothing was changed.')));
      lines.once('close', () => resolve(''));
    });
  } finally {
    lines.close();
    stderr.write('\n');
  }
}
