/** Programs and builtins that touch no files: they print, wait, or ask about the machine. */
import { assign } from '../shell/simple';
import { isLiteral, type Value } from '../shell/value';
import { isLocal, isPrintable } from '../shell/variables';
import { parseOptions } from './options';
import { doubtful, note, type Program } from './types';

const HARMLESS =
  'echo true false : sleep seq basename dirname pwd whoami id uname nproc uptime free which whereis type tty groups cal clear lscpu locale getconf tr sw_vers';

/** Any words do; only a secret of the environment may not be printed. */
const printer: Program = (call) => note(call, 'printable');

const NUMBER_OF_THE_SHELL = /^"?\$(\{[?#]\}|[?#!])"?$/;
/** Text that stays what it is if a shell evaluates it as an expression: in `a[$(rm x)]` rm would run. */
const isPlain = (value: Value) =>
  isLiteral(value) ? !/[$`[]/.test(value.text) : NUMBER_OF_THE_SHELL.test(value.source);

/** Their words are expressions, for zsh at least. */
const evaluating: Program = (call) => {
  const code = call.args.find((value) => !isPlain(value));
  note(call, 'printable', code ? { doubt: doubtful('shell-feature', code) } : {});
};

/** Compares text as it is, but evaluates numbers and names of variables. */
const test: Program = (call) => {
  const numeric = call.args.some((value) => /^-(eq|ne|lt|le|gt|ge|v|R)$/.test(value.text));
  const code = call.args.find((value) => value.text !== ']' && (numeric ? !isPlain(value) : !value.whole));
  const named = call.args.find((value) => value.text === '-v' || value.text === '-R');
  const doubt = named ?? code;
  note(call, 'printable', doubt ? { doubt: doubtful('shell-feature', doubt) } : {});
};

const printf: Program = (call) => {
  const [format, ...values] = call.args;
  const textOnly =
    isLiteral(format) && !/%[^%sbq]/.test(format.text.replaceAll(/%-?\d*(\.\d+)?([sbq%])/g, '%$2'));
  const code = textOnly ? undefined : values.find((value) => !isPlain(value));
  const doubt = !isLiteral(format) || format.text.startsWith('-v') ? (format ?? 'printf') : code;
  note(call, 'printable', doubt ? { doubt: doubtful('shell-feature', doubt) } : {});
};

const date: Program = (call) => {
  const words = call.args.map((value) => value.text);
  const wrong = call.args.find((value, index) => {
    const follows = /^(-d|--date|-j|-v)$/.test(words[index - 1] ?? '');
    return (
      !follows &&
      !/^(\+[^]*|-[uRdjv]|-I\w*|-v[+-]?\w+|--(utc|date|iso-8601|rfc-3339|rfc-email)\b[^]*)$/.test(value.text)
    );
  });
  note(call, 'printable', wrong ? { doubt: doubtful('unknown-option', wrong) } : {});
};

/** `ps e` prints the environment of other programs. */
const ps: Program = (call) => {
  const shows = call.args.find(({ text }, index) => {
    const isValue = /^-\w*[uUpPCotgG]$/.test(call.args[index - 1]?.text ?? '');
    return !isValue && /^[a-zA-Z]*e[a-zA-Z]*$|^-\w*E/.test(text);
  });
  note(call, 'printable', shows ? { doubt: doubtful('prints-environment', shows) } : {});
};

const set: Program = (call) => {
  const plain = call.args.every(
    (value) => isLiteral(value) && /^([-+][aefuxhEou]+|pipefail)$/.test(value.text),
  );
  const reason = call.args.length === 0 ? 'prints-environment' : 'shell-feature';
  note(call, 'plain', plain && call.args.length > 0 ? {} : { doubt: doubtful(reason, 'set') });
};

/** `export NAME=value`: each is judged as an assignment. */
const exporting: Program = (call) => {
  const named = (value: Value) => /^([A-Za-z_]\w*)=/.exec(value.text)?.[1];
  const other = call.args.find((value) => named(value) === undefined);
  const reason = call.args.length === 0 || other?.text === '-p' ? 'prints-environment' : 'environment';
  const doubt = other || call.args.length === 0 ? doubtful(reason, other ?? 'export') : undefined;
  note(call, 'plain', { args: [], doubt });
  for (const value of call.args) assign(named(value) ?? '', value, false, call.findings);
};

const printenv: Program = (call) => {
  const secret = call.args.find((value) => !isLiteral(value) || !isPrintable(value.text));
  const doubt = call.args.length === 0 && !call.filtered ? call.name : secret;
  note(call, 'plain', { doubt: doubt === undefined ? undefined : doubtful('prints-environment', doubt) });
};

/** Fills variables of the script's own; what they hold is then known only when it runs. */
const read: Program = (call) => {
  const { operands, problem } = parseOptions(call.args, { flags: 'rs', values: 'pdnt' });
  const doubt = problem ?? operands.find((value) => !isLiteral(value) || !isLocal(value.text));
  note(call, 'plain', { doubt: doubt && doubtful('shell-feature', doubt) });
};

export const PRINTERS: Readonly<Record<string, Program>> = {
  ...Object.fromEntries(HARMLESS.split(' ').map((name) => [name, printer])),
  ...Object.fromEntries(
    ['exit', 'return', 'break', 'continue', 'shift', 'wait'].map((name) => [name, evaluating]),
  ),
  test,
  '[': test,
  printf,
  date,
  ps,
  set,
  export: exporting,
  printenv,
  read,
};
