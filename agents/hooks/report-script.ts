/**
 * The program that agents call as their hook: it leaves what it is handed in a directory of this server and ends. It takes
 * some milliseconds, needs no network and no running server, and never fails the agent. What it leaves is readable by this
 * user alone, and its last line says that it is whole.
 */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { END } from './event';

export interface HookPlaces {
  /** `data/hooks`. */
  readonly dir: string;
  readonly script: string;
  readonly spool: string;
  /** Settings for Claude Code that name the script for all its hooks. */
  readonly claudeSettings: string;
}

export function hookPlaces(dataDir: string): HookPlaces {
  const dir = join(dataDir, 'hooks');
  return {
    dir,
    script: join(dir, 'report'),
    spool: join(dir, 'spool'),
    claudeSettings: join(dir, 'claude-settings.json'),
  };
}

/**
 * Hooks of Claude Code that tell where a turn is. None for its beginning: the program would start while the prompt is on its
 * way to the model and slow it down, and the transcript holds the prompt as soon.
 */
export const CLAUDE_HOOKS = [
  'SessionStart',
  'SessionEnd',
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
  'PermissionRequest',
  'Notification',
  'Stop',
  'StopFailure',
] as const;

/** Seconds after which the agent gives a hook up; it takes milliseconds. */
const HOOK_TIMEOUT_S = 5;

/** Hooks of Codex. It has no others that tell where a turn is. */
export const CODEX_HOOKS = [
  'SessionStart',
  'UserPromptSubmit',
  'PermissionRequest',
  'PostToolUse',
  'Stop',
] as const;

/**
 * A hook as Claude Code and Codex have it in their files. Claude Code need not wait for it (`async`). The shell that the agent
 * calls becomes the script: one process less.
 */
export function hookEntry(script: string, agent: 'claude' | 'codex') {
  const command = `exec ${quoted(script)} ${agent}`;
  return {
    hooks: [
      { type: 'command', command, timeout: HOOK_TIMEOUT_S, ...(agent === 'claude' && { async: true }) },
    ],
  };
}

/** Makes the directory, the script and the settings, or brings them up to date. */
export function prepareHooks(dataDir: string): HookPlaces {
  const places = hookPlaces(dataDir);
  mkdirSync(places.spool, { recursive: true, mode: 0o700 });
  chmodSync(places.dir, 0o700);
  chmodSync(places.spool, 0o700);
  const end = join(places.dir, 'end');
  keep(end, END, 0o600);
  keep(places.script, script(places.spool, end), 0o700);
  const hooks = Object.fromEntries(CLAUDE_HOOKS.map((name) => [name, [hookEntry(places.script, 'claude')]]));
  keep(places.claudeSettings, `${JSON.stringify({ hooks }, null, 2)}\n`, 0o600);
  return places;
}

/** Replaced in one step: an agent may be calling it right now. */
function keep(file: string, content: string, mode: number): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return chmodSync(file, mode);
  writeFileSync(`${file}.new`, content, { mode });
  renameSync(`${file}.new`, file);
}

/** For a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * `report AGENT` reads JSON from its standard input; `report AGENT notify [PROGRAM ARG...] JSON` is for programs that hand
 * it over as the last argument, and passes it on to the program that was to get it.
 */
function script(spool: string, end: string): string {
  return `#!/bin/sh
# Hands what an agent tells its hooks to Architect Dashboard, by a file in its data directory. Made anew at each start.
spool=${quoted(spool)}
end=${quoted(end)}
agent=$1
# The processes from the one that called this up to tmux, as PID:TERMINAL:NAME: they may be gone when the report is read.
callers() {
  server=\${TMUX%,*} server=\${server##*,} pid=$PPID
  while [ "$pid" != "$server" ]; do
    case $pid in 0 | 1 | '' | *[!0-9]*) return ;; esac
    if [ -r /proc/self/stat ]; then
      read -r line < "/proc/$pid/stat" || return
      name=\${line#*'('} name=\${name%')'*}
      set -- \${line##*') '}
      parent=$2 terminal=$5
    else
      set -- $(ps -o ppid= -o tty= -o ucomm= -p "$pid")
      parent=$1 terminal=$2 name=$3
    fi
    case $name in '' | *[!A-Za-z0-9._+-]*) name=other ;; esac
    case $terminal in '?'*) terminal=0 ;; esac
    printf '%s:%s:%s ' "$pid" "$terminal" "$name"
    pid=$parent
  done
  printf tmux
}
if [ -d "$spool" ] && [ -n "$TMUX_PANE" ]; then
  umask 077
  file="$spool/$$-$PPID.json"
  {
    printf '3\\t%s\\t%s\\t%s\\t%s\\t' "$agent" "$TMUX_PANE" "$TMUX" "$ARCHITECT_HOOK_KEY"
    callers
    printf '\\n'
    if [ "$2" = notify ]; then for last; do :; done; printf '%s' "$last" | cat - "$end"; else cat - "$end"; fi
  } > "$file" 2>/dev/null
fi
if [ "$2" = notify ] && [ $# -gt 3 ]; then
  shift 2
  exec "$@"
fi
exit 0
`;
}
