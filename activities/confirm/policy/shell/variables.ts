/** Values of shell variables, as far as they are known before the command line runs. */
import type { WordScope } from './words';
import { literal, printed, unknown, type Value } from './value';

const NUMBERS = new Set([
  '?',
  '#',
  '$',
  '!',
  'RANDOM',
  'SECONDS',
  'LINENO',
  'UID',
  'EUID',
  'PPID',
  'PIPESTATUS',
]);
/** Of the environment, and no secret. */
const PRINTABLE = new Set(
  'USER LOGNAME HOSTNAME SHELL PATH LANG TERM TMPDIR OLDPWD OSTYPE COLUMNS LINES'.split(' '),
);

export function variable(name: string, source: string, quoted: boolean, scope: WordScope): Value {
  if (NUMBERS.has(name)) return printed(source, true);
  const value = known(name, scope);
  if (value) {
    // Unquoted, it is split at blanks and its stars become file names.
    const safe = quoted || (value.certainty === 'literal' && /^[^\s*?[\]\\]+$/.test(value.text));
    return safe ? { ...value, source } : unknown(source);
  }
  return PRINTABLE.has(name) || isLocal(name) ? printed(source, quoted) : unknown(source);
}

function known(name: string, { places, dirs, variables }: WordScope): Value | undefined {
  const [dir] = dirs;
  if (name === 'HOME') return literal(places.home);
  if (name === 'PWD' && dir !== undefined && dirs.length === 1) return literal(dir);
  return variables.get(name);
}

/** Variables that a command may be given, or a script may set, without changing what programs do. */
const HARMLESS =
  /^(CI|DEBUG|VERBOSE|NODE_ENV|FORCE_COLOR|NO_COLOR|CLICOLOR|CLICOLOR_FORCE|TERM|COLUMNS|LINES|LANG|LANGUAGE|LC_[A-Z]+|TZ|RUST_BACKTRACE|RUST_LOG|CARGO_TERM_COLOR|PYTHONUNBUFFERED|PYTHONDONTWRITEBYTECODE|CGO_ENABLED|GOOS|GOARCH|GIT_OPTIONAL_LOCKS)$/;
/** Lower-case names that programs or zsh read. */
const LOWER_CASE_WITH_MEANING =
  /^(npm_.*|.*_proxy|path|fpath|cdpath|manpath|mailpath|module_path|prompt|argv|status|signals|histchars|psvar|watch|pipestatus|aliases|functions|commands|options|parameters|widgets|keymaps|builtins|reswords)$/;

/** A script's own variable, by custom: secrets of the environment have names in upper case. */
const isLocal = (name: string) =>
  /^[a-z_][a-z0-9_]*$/.test(name) && name !== '_' && !LOWER_CASE_WITH_MEANING.test(name);

/** `alone`: an assignment with no command after it, which sets a variable of the shell. */
export function isHarmlessAssignment(name: string, alone: boolean): boolean {
  return HARMLESS.test(name) || (alone && isLocal(name));
}
