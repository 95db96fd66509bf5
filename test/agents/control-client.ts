/** A client of a tmux server that stays connected: thousands of looks need no program each. It blocks until the answer is there. */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { quote } from '../../terminal/tmux/quote';

const ANSWER_MS = 10_000;
const BETWEEN_READS_MS = 0.2;
const NEVER = new Int32Array(new SharedArrayBuffer(4));

/** Lets other processes work, without giving way to other code of this one. */
export function rest(ms: number): void {
  Atomics.wait(NEVER, 0, 0, ms);
}

export class ControlClient {
  private readonly commands: number;
  private readonly answers: number;
  private readonly chunk = Buffer.alloc(64 * 1024);
  private received = Buffer.alloc(0);

  /** `directory` takes the two pipes to it. */
  constructor(socket: string, directory: string) {
    const [input, output] = [join(directory, 'commands'), join(directory, 'answers')];
    execFileSync('mkfifo', [input, output]);
    // A pipe is opened for reading first, without waiting, so that whoever opens it for writing has not to wait either.
    const reading = constants.O_RDONLY | constants.O_NONBLOCK;
    const asked = openSync(input, reading);
    this.commands = openSync(input, 'w');
    this.answers = openSync(output, reading);
    const answering = openSync(output, 'w');
    const flags = ['-f', 'no-output,ignore-size'];
    spawn('tmux', ['-u', '-C', '-S', socket, 'attach-session', ...flags], {
      stdio: [asked, answering, 'ignore'],
    }).unref();
    closeSync(asked);
    closeSync(answering);
  }

  /** Gives the rows that the commands print; they are separated by `;`. */
  ask(args: readonly string[]): string[] {
    const words = args.map((arg) => (arg === ';' ? arg : quote(arg)));
    const count = args.filter((arg) => arg === ';').length + 1;
    writeSync(this.commands, `${words.join(' ')}\n`);
    return Array.from({ length: count }, () => this.answer(args)).flat();
  }

  /** The next answer to a command of ours: those to what tmux does by itself have other flags. */
  private answer(args: readonly string[]): string[] {
    for (;;) {
      const begin = this.row();
      const [, id, flags] = /^%begin (\d+ \d+) (\d+)$/.exec(begin) ?? [];
      if (id === undefined) continue;
      const rows: string[] = [];
      for (let row = this.row(); row !== `%end ${id} ${flags}`; row = this.row()) {
        if (row === `%error ${id} ${flags}`) throw new Error(`tmux ${args.join(' ')}: ${rows.join(' ')}`);
        rows.push(row);
      }
      if (flags === '1') return rows;
    }
  }

  private row(): string {
    const deadlineMs = performance.now() + ANSWER_MS;
    let end = this.received.indexOf('\n');
    while (end < 0) {
      if (!this.read()) {
        if (performance.now() > deadlineMs) throw new Error(`tmux answered nothing within ${ANSWER_MS} ms`);
        rest(BETWEEN_READS_MS);
      }
      end = this.received.indexOf('\n');
    }
    const row = this.received.toString('utf8', 0, end);
    this.received = this.received.subarray(end + 1);
    return row;
  }

  /** Whether there was anything. */
  private read(): boolean {
    try {
      const length = readSync(this.answers, this.chunk);
      this.received = Buffer.concat([this.received, this.chunk.subarray(0, length)]);
      return length > 0;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return false;
      throw error;
    }
  }

  /** It ends when nobody can ask it any more, and its server waits for that. */
  end(): void {
    closeSync(this.commands);
    closeSync(this.answers);
  }
}
