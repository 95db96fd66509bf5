/** Programs and builtins that run another command: it is judged instead of, or besides, them. */
import { assign } from '../shell/simple';
import { filesBelow, isLiteral, literal, unknown, type Value } from '../shell/value';
import { parseOptions, type OptionSpec } from './options';
import { doubtful, file, note, type Program } from './types';

/** Adds nothing of its own to the command it runs; `skip` operands stand before that. */
function transparent(spec: OptionSpec, skip = 0): Program {
  return (call) => {
    const options = parseOptions(call.args, { ...spec, stopAtOperand: true });
    const inner = options.operands.slice(skip);
    // Not `else`: the command is judged as far as it is seen, for the sake of what may never run.
    if (options.problem || inner.length === 0 || !options.operands.slice(0, skip).every(isLiteral)) {
      note(call, 'plain', { doubt: doubtful('unknown-option', options.problem ?? call.name) });
    }
    if (inner.length > 0) call.run(inner);
  };
}

/** `sudo` and its like: what they run is judged too, so that what may never run is refused here as well. */
function privileged(values: string): Program {
  return (call) => {
    note(call, 'plain');
    const { operands } = parseOptions(call.args, { flags: 'EnHSkKbisA', values, stopAtOperand: true });
    if (operands.length > 0) call.run(operands);
  };
}

const env: Program = (call) => {
  const options = parseOptions(call.args, {
    flags: 'i0v',
    values: 'u',
    long: 'ignore-environment null debug',
    longValues: 'unset',
    stopAtOperand: true,
  });
  const rest = [...options.operands];
  if (rest[0]?.text === '-') rest.shift();
  for (let [word] = rest; word !== undefined; [word] = rest) {
    const name = /^([A-Za-z_]\w*)=/.exec(word.text)?.[1];
    if (name === undefined || word.certainty === 'unknown') break;
    assign(name, word, false, call.findings);
    rest.shift();
  }
  if (options.problem) note(call, 'plain', { doubt: doubtful('unknown-option', options.problem) });
  else if (rest.length === 0)
    note(call, 'plain', { doubt: call.filtered ? undefined : doubtful('prints-environment', 'env') });
  if (rest.length > 0) call.run(rest);
};

const command: Program = (call) => {
  const [first] = call.args;
  if (isLiteral(first) && /^-[vV]$/.test(first.text)) note(call, 'printable');
  else transparent({ flags: 'p' })(call);
};

/** With redirections only, it changes where the shell itself writes; they are judged where they stand. */
const exec: Program = (call) => {
  if (call.args.length > 0) transparent({ flags: 'cl', values: 'a' })(call);
};

const time: Program = (call) => {
  const spec = { flags: 'pv', values: 'fo', stopAtOperand: true };
  for (const output of parseOptions(call.args, spec).valuesOf('o')) file(call, 'Write', output);
  transparent(spec)(call);
};

/**
 * What it does to the shell (`eval 'cd ..'`, `eval x=y`) isn't followed, so it is never vouched for;
 * its text is judged for the sake of what may never run.
 */
const evaluate: Program = (call) => {
  note(call, 'plain', { doubt: doubtful('runs-code', 'eval') });
  if (call.args.every(isLiteral)) call.script(call.args.map((value) => value.text).join(' '));
};

/** Words the command gets from standard input are unknown, unless they are names of files in known places. */
const xargs: Program = (call) => {
  const options = parseOptions(call.args, {
    flags: '0rtx',
    values: 'nLPsId',
    long: 'null no-run-if-empty verbose exit',
    longValues: 'max-args max-procs max-lines delimiter',
    stopAtOperand: true,
  });
  if (options.problem) note(call, 'plain', { doubt: doubtful('unknown-option', options.problem) });
  const names = call.names?.dirs.map((dir) => startsAnyhow(dir, call.names?.only ?? [])) ?? [
    unknown('words from standard input'),
  ];
  const [mark] = options.valuesOf('I');
  const inner = options.operands.length > 0 ? options.operands : [literal('echo')];
  const words = mark ? replaceMark(inner, mark, names) : [...inner, ...names];
  call.run(words, { fed: true, names: undefined });
};

/** Unlike those that `find` prints, a name may start with a dash and be taken for an option. */
const startsAnyhow = (dir: string, only: readonly string[]): Value => ({
  ...filesBelow(dir, only),
  text: '*',
});

/** `{}` alone becomes the names; inside a longer word it makes that unknown. */
export function replaceMark(words: readonly Value[], mark: Value, names: readonly Value[]): Value[] {
  return words.flatMap((word) => {
    if (word.text === mark.text) return [...names];
    return mark.text === '' || word.text.includes(mark.text) ? [unknown(word.source)] : [word];
  });
}

/** `cd` where its effect on what follows isn't followed: `command cd x`, `time cd x`. */
const cd: Program = (call) => call.findings.fixed('leaves-directory', 'cd');

/** Runs a script in the shell itself; which one is a matter of the rules. */
const source: Program = (call) => {
  note(call, 'plain');
  const [script] = call.args;
  if (script) file(call, 'ReadTree', script);
};

export const WRAPPERS: Readonly<Record<string, Program>> = {
  env,
  command,
  exec,
  time,
  xargs,
  eval: evaluate,
  cd,
  source,
  '.': source,
  builtin: transparent({}),
  nohup: transparent({}),
  setsid: transparent({ flags: 'fwc', long: 'fork wait' }),
  stdbuf: transparent({ values: 'ioe', longValues: 'input output error' }),
  nice: transparent({ flags: '0123456789', values: 'n', longValues: 'adjustment' }),
  ionice: transparent({ values: 'cn', flags: 't' }),
  timeout: transparent(
    { flags: 'v', values: 'ks', long: 'foreground preserve-status verbose', longValues: 'kill-after signal' },
    1,
  ),
  sudo: privileged('ugprtCDhRTU'),
  doas: privileged('uC'),
  pkexec: privileged('u'),
};
