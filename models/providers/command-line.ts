/** An agent's own command line as a provider: one prompt on its standard input, one answer as lines of JSON. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { programEnvironment } from '../../config';
import { findProgram, searchPath } from '../../config/programs';
import { describeFailure, type Exit, open } from '../../processes/exec';
import {
  type Completion,
  type CompletionRequest,
  type Message,
  type Provider,
  ProviderError,
} from '../types';
import { clean } from './http-faults';

/** What the lines of a run came to so far. */
export interface Reading {
  /** Reads one line; text that came with it goes to `onText`. */
  line(value: unknown, onText: (text: string) => void): void;
  /** The answer; undefined if the lines have none. @throws ProviderError that the program reported */
  result(): Completion | undefined;
}

export interface CommandLine {
  readonly name: string;
  readonly program: string;
  readonly priceList: string;
  readonly argv: (model: string | null) => readonly string[];
  readonly read: () => Reading;
}

export interface CommandLineOptions {
  readonly model: string | null;
  /** As whom it is logged in. */
  readonly account: () => Promise<string | null>;
  /** Directories with programs, as in PATH. */
  readonly searchPath?: string;
}

/** An agent that was started in a terminal of ours would report its turns for that terminal. */
const DROPPED_ENV = ['TMUX', 'TMUX_PANE'];

export function commandLineProvider(
  { name, program, priceList, argv, read }: CommandLine,
  { model, account, searchPath: path = searchPath() }: CommandLineOptions,
): Provider {
  const file = (): string | undefined => findProgram(program, path);
  return {
    ...{ name, model, priceList, account, baseUrl: null },
    missing: () =>
      file() === undefined ? `install ${program}, log in with it, and put it on the PATH` : null,
    async complete(request) {
      const found = file();
      if (found === undefined) throw new ProviderError('program_failed', `${program} is not on the PATH`);
      // A directory of its own: no project's instructions, hooks or files come into the answer.
      const cwd = await mkdtemp(join(tmpdir(), 'architect-model-'));
      try {
        return await converse([found, ...argv(request.model)], cwd, request, read());
      } finally {
        await rm(cwd, { recursive: true, force: true });
      }
    },
  };
}

async function converse(
  argv: readonly string[],
  cwd: string,
  request: CompletionRequest,
  reading: Reading,
): Promise<Completion> {
  const { signal, onText = () => undefined } = request;
  const lines = lineReader((line) => {
    const value = parsed(line);
    if (value !== undefined) reading.line(value, onText);
  });
  const running = open(argv, {
    ...{ cwd, env: programEnvironment(), dropEnv: DROPPED_ENV, detached: true },
    onStdout: lines.push,
  });
  const stop = (): void => void running.stop();
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  try {
    // Never as an argument: those are seen by everyone on the machine.
    running.write(promptOf(request));
    running.endInput();
    const exit = await running.exited;
    signal.throwIfAborted();
    lines.end();
    return answerOf(exit, reading);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function answerOf(exit: Exit, reading: Reading): Completion {
  const result = reading.result();
  if (result && exit.exitCode === 0) return result;
  if (exit.exitCode === 0) throw new ProviderError('bad_answer', 'its output holds no answer');
  throw new ProviderError('program_failed', clean(describeFailure(exit), undefined));
}

/** The conversation as one text: these programs take one. */
function promptOf({ system, messages }: CompletionRequest): string {
  const told = messages.length === 1 ? (messages[0]?.text ?? '') : messages.map(spoken).join('\n\n');
  return system === undefined ? told : `${system}\n\n${told}`;
}

const spoken = ({ role, text }: Message): string =>
  role === 'user' ? text : `Your answer was:\n<answer>\n${text}\n</answer>`;

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // A warning between the lines.
    return undefined;
  }
}

function lineReader(onLine: (line: string) => void) {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return {
    push(chunk: Buffer): void {
      const parts = (rest + decoder.write(chunk)).split('\n');
      rest = parts.pop() ?? '';
      parts.forEach(onLine);
    },
    end(): void {
      if (rest !== '') onLine(rest);
    },
  };
}
