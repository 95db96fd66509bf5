/** Runs programs for set-up: quiet while they work, their last lines where they fail. */
import { spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { say, SetupError } from './project.mjs';

const TICK_MS = 15_000;
const HEAD_LINES = 8;
const TAIL_LINES = 12;
const OUTPUT_LIMIT = 1_000_000;
/** The children that run, each with its step's name and start. */
const active = new Map();
let ticker;
let isOver = false;

/**
 * Runs to the end, without a shell.
 * @param {{ what?: string, cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} options `what`: the step; every
 *   15 s one line tells the seconds of all that run
 * @returns {Promise<{ ok: boolean, end: string, output: string, stdout: string }>} never rejects
 */
export function run(command, args, { what, cwd, env, timeoutMs } = {}) {
  if (isOver) return Promise.resolve({ ok: false, end: 'not started', output: '', stdout: '' });
  return new Promise((resolve) => {
    // A process group of its own, so that all of it can be ended when we are.
    const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let stdout = '';
    const keep = (text) => (output = (output + text).slice(-OUTPUT_LIMIT));
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout = (stdout + text).slice(-OUTPUT_LIMIT);
      keep(text);
    });
    child.stderr.setEncoding('utf8').on('data', keep);
    const timeout = timeoutMs && setTimeout(() => endGroup(child, 'SIGKILL'), timeoutMs);
    const finish = (ok, end) => {
      clearTimeout(timeout);
      active.delete(child);
      if (active.size === 0) ticker = clearInterval(ticker);
      resolve({ ok, end, output, stdout });
    };
    active.set(child, { what, startMs: performance.now() });
    ticker ??= setInterval(tick, TICK_MS);
    child.once('error', (error) => finish(false, `can't be run (${error.code ?? error.message})`));
    child.once('close', (code, signal) =>
      finish(code === 0, signal ? `signal ${signal}` : `exit code ${code}`),
    );
  });
}

function tick() {
  const seconds = (startMs) => Math.round((performance.now() - startMs) / 1000);
  const steps = [...active.values()].filter(({ what }) => what);
  if (steps.length > 0)
    say(`  ... ${steps.map(({ what, startMs }) => `${what}: ${seconds(startMs)} s`).join(', ')}`);
}

/** As `run`, for a step that has to work. @throws SetupError with what failed, its last lines and what to do */
export async function runStep(command, args, { what, todo, ...options }) {
  const result = await run(command, args, { what, ...options });
  if (result.ok) return result;
  throw stepFailed(`${what} (${command} ${args.join(' ')})`, result, todo);
}

/** The message for a step that failed: what, its telling lines, what to do. */
export function stepFailed(what, { end, output }, todo) {
  return new SetupError(`${what} failed: ${end}.\n${excerpt(output)}\n${todo}`);
}

/** The last lines of an output, indented. */
export function tail(output, count) {
  return indent(output.trimEnd().split('\n').slice(-count));
}

/** The first and the last lines, indented: some programs say first what is wrong (npm, before its usage), most last. */
function excerpt(output) {
  const lines = output.trimEnd().split('\n');
  if (lines.length <= HEAD_LINES + TAIL_LINES) return indent(lines);
  return indent([...lines.slice(0, HEAD_LINES), '...', ...lines.slice(-TAIL_LINES)]);
}

function indent(lines) {
  return lines.map((line) => `    ${line}`).join('\n');
}

/** The path of a program on PATH, or undefined. */
export function which(name, path = '') {
  return path
    .split(delimiter)
    .filter(Boolean)
    .map((directory) => join(directory, name))
    .find(isExecutable);
}

export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Until the returned function is called, SIGINT, SIGTERM and SIGHUP end the running steps and this process. */
export function endStepsOnSignals() {
  const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };
  const onSignal = (name) => {
    endSteps();
    process.exit(128 + numbers[name]);
  };
  for (const name of Object.keys(numbers)) process.once(name, onSignal);
  return () => {
    for (const name of Object.keys(numbers)) process.off(name, onSignal);
  };
}

/** Ends what runs; nothing is started any more. */
export function endSteps() {
  isOver = true;
  for (const child of active.keys()) endGroup(child, 'SIGTERM');
}

function endGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}
