/** Values of shell variables, as far as they are known before the command line runs. */
import type { WordScope } from './scope';
import { isLiteral, literal, printed, unknown, type Value } from './value';

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
  'USER LOGNAME HOSTNAME SHELL PATH LANG LC_ALL TERM TMPDIR OLDPWD OSTYPE COLUMNS LINES HOME PWD NODE_ENV CI VIRTUAL_ENV GOPATH GOROOT JAVA_HOME EDITOR NVM_DIR PYTHONPATH NODE_PATH CARGO_HOME RUSTUP_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_RUNTIME_DIR DISPLAY TZ SHLVL BASH_VERSION ZSH_VERSION MACHTYPE HOSTTYPE ANDROID_HOME CONDA_PREFIX CONDA_DEFAULT_ENV PYENV_ROOT'.split(
    ' ',
  ),
);
export const isPrintable = (name: string) => PRINTABLE.has(name);

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
  /^(CI|DEBUG|VERBOSE|NODE_ENV|FORCE_COLOR|NO_COLOR|CLICOLOR|CLICOLOR_FORCE|TERM|COLUMNS|LINES|LANG|LANGUAGE|LC_[A-Z]+|TZ|RUST_BACKTRACE|RUST_LOG|CARGO_TERM_COLOR|PYTHONUNBUFFERED|PYTHONDONTWRITEBYTECODE|PYTHONHASHSEED|PYTHONIOENCODING|PYTHONUTF8|CGO_ENABLED|GOOS|GOARCH|GOMAXPROCS|GIT_OPTIONAL_LOCKS|LOG_LEVEL|HEADLESS|DRY_RUN|(RAILS|RACK|APP|MIX|FLASK)_ENV|CARGO_INCREMENTAL|NEXT_TELEMETRY_DISABLED|DO_NOT_TRACK|ASTRO_TELEMETRY_DISABLED|(VITE|NEXT_PUBLIC|REACT_APP)_[A-Z_]+|UPDATE_SNAPSHOTS?|TEST_TIMEOUT|JEST_MAX_WORKERS|MAX_WORKERS|COVERAGE|QUIET|SEED|TS_NODE_TRANSPILE_ONLY|DOTNET_CLI_TELEMETRY_OPTOUT|HOMEBREW_NO_AUTO_UPDATE)$/;
/** Those that can change what programs do, with the values that don't. */
const HARMLESS_VALUES: Readonly<Record<string, RegExp>> = {
  GOFLAGS:
    /^(-mod=(?:readonly|vendor)|-(count|p|parallel|timeout|tags)=[\w,]+|-(v|race|short|trimpath))( -(v|race|short|trimpath))*$/,
  NODE_OPTIONS:
    /^(--(max-old-space-size|stack-trace-limit|unhandled-rejections)=\w+|--(no-warnings|trace-warnings|experimental-vm-modules|experimental-strip-types|enable-source-maps|trace-deprecation|no-deprecation|openssl-legacy-provider))( --(no-warnings|trace-warnings|experimental-vm-modules|enable-source-maps|max-old-space-size=\d+))*$/,
  PYTHONPATH: /^(\.|\.\/src|src|\.\/lib|lib|tests|\.:src|src:\.|src:tests|\.:tests)$/,
  PYTHONWARNINGS: /^(ignore|default|error|always|once)$/,
  RUSTFLAGS: /^-[DWA] ?[a-z_]+$/,
  RUSTDOCFLAGS: /^-[DWA] ?[a-z_]+$/,
  MAKEFLAGS: /^-?-?j?\d*$/,
  PORT: /^\d+$/,
  HOST: /^(localhost|127\.0\.0\.1)$/,
  DJANGO_SETTINGS_MODULE: /^\w+(\.\w+)*\.settings(\.\w+)*$/,
  GRADLE_OPTS: /^-Dorg\.gradle\.daemon=false$/,
  MAVEN_OPTS: /^-Xmx\w+$/,
  UV_OFFLINE: /^\w+$/,
};
/** Lower-case names that programs or zsh read. */
const LOWER_CASE_WITH_MEANING =
  /^(npm_.*|.*_proxy|path|fpath|cdpath|manpath|mailpath|module_path|prompt|argv|status|signals|histchars|psvar|watch|pipestatus|aliases|functions|commands|options|parameters|widgets|keymaps|builtins|reswords)$/;

/** A script's own variable, by custom: secrets of the environment have names in upper case. */
export const isLocal = (name: string) =>
  /^[a-z_][a-z0-9_]*$/.test(name) && name !== '_' && !LOWER_CASE_WITH_MEANING.test(name);

/** `alone`: an assignment with no command after it, which sets a variable of the shell. */
export function isHarmlessAssignment(name: string, value: Value, alone: boolean): boolean {
  if (HARMLESS.test(name) || (alone && isLocal(name))) return true;
  const harmless = Object.hasOwn(HARMLESS_VALUES, name) ? HARMLESS_VALUES[name] : undefined;
  return (
    harmless !== undefined && isLiteral(value) && harmless.test(value.text.replace(/^[A-Za-z_]\w*\+?=/, ''))
  );
}
