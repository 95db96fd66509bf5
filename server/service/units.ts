/** The text of our systemd units: the dashboard's, and that of the agents' tmux server beside it. */

export interface UnitOptions {
  /** `architect`, or that of a second dashboard. */
  readonly name: string;
  /** The user who runs it; undefined = a unit of the user's own systemd. */
  readonly asUser: string | undefined;
  readonly root: string;
  readonly node: string;
  readonly tmux: string;
  readonly tmuxSocket: string | undefined;
  readonly environmentFile: string;
  /** Search path for the dashboard, and for the agents. */
  readonly path: string;
  /** Locale of the agents. */
  readonly lang: string | undefined;
  readonly ssl: boolean;
  /** Worker processes beside the server; undefined = it does all itself. */
  readonly workers: number | undefined;
  /** A port below 1024 is listened on. */
  readonly lowPort: boolean;
}

export const dashboardUnit = (name: string): string => `${name}.service`;
export const tmuxUnit = (name: string): string => `${name}-tmux.service`;

/**
 * Those that need no rights, so that a user's own systemd has them too. The file system stays open: background tasks
 * work in the projects.
 */
const HARDENING = [
  'NoNewPrivileges=yes',
  'LockPersonality=yes',
  'RestrictRealtime=yes',
  'RestrictSUIDSGID=yes',
  'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK',
  'SystemCallArchitectures=native',
];
const SYSTEM_HARDENING = [
  'ProtectSystem=full',
  'ProtectClock=yes',
  'ProtectHostname=yes',
  'ProtectControlGroups=yes',
  'ProtectKernelLogs=yes',
  'ProtectKernelModules=yes',
  'ProtectKernelTunables=yes',
];

export function dashboardText(options: UnitOptions): string {
  const { name, asUser, root, node, environmentFile, path, ssl, workers, lowPort } = options;
  const how = [...(ssl ? ['--ssl'] : []), ...(workers === undefined ? [] : ['--workers', String(workers)])];
  const isSystem = asUser !== undefined;
  const right = lowPort ? 'CAP_NET_BIND_SERVICE' : '';
  return section({
    Unit: [
      'Description=Architect Dashboard',
      `Documentation=file://${escaped(encodeURI(`${root}/docs/operations.md`))}`,
      `Wants=${isSystem ? 'network-online.target ' : ''}${tmuxUnit(name)}`,
      `After=${isSystem ? 'network-online.target ' : ''}${tmuxUnit(name)}`,
    ],
    Service: [
      'Type=exec',
      ...(isSystem ? [`User=${asUser}`] : []),
      workingDirectory(root),
      `Environment=${assigned(`PATH=${path}`)}`,
      `EnvironmentFile=-${escaped(environmentFile)}`,
      `ExecStart=${[node, `${root}/scripts/start.mjs`, ...how].map(quoted).join(' ')}`,
      'Restart=on-failure',
      'RestartSec=5',
      '# A person has to change something first.',
      'RestartPreventExitStatus=78',
      'TimeoutStopSec=60',
      '# Background tasks live on over a restart.',
      'KillMode=process',
      '# A task that is killed for want of memory ends alone.',
      'OOMPolicy=continue',
      ...HARDENING,
      ...(isSystem
        ? [...SYSTEM_HARDENING, `CapabilityBoundingSet=${right}`, `AmbientCapabilities=${right}`]
        : []),
    ],
    Install: [`WantedBy=${isSystem ? 'multi-user' : 'default'}.target`],
  });
}

export function tmuxText({ asUser, tmux, tmuxSocket, path, lang }: UnitOptions): string {
  const command = [tmux, ...(tmuxSocket === undefined ? [] : ['-L', tmuxSocket])].map(quoted).join(' ');
  return section({
    Unit: [
      "Description=tmux server of Architect Dashboard's agents",
      '# Apart from the dashboard: whatever happens to that, or to one agent, the others go on.',
    ],
    Service: [
      'Type=exec',
      ...(asUser === undefined ? [] : [`User=${asUser}`]),
      'WorkingDirectory=~',
      `Environment=${assigned(`PATH=${path}`)}`,
      ...(lang === undefined ? [] : [`Environment=${assigned(`LANG=${lang}`)}`]),
      '# One that runs already is as good.',
      `ExecCondition=/bin/sh -c '! ${command} show-options -s exit-empty >/dev/null 2>&1'`,
      `ExecStart=${command} -D`,
      'Restart=on-failure',
      '# An agent that is killed for want of memory ends alone.',
      'OOMPolicy=continue',
      'ManagedOOMPreference=avoid',
      'TasksMax=infinity',
      'SendSIGHUP=yes',
      'TimeoutStopSec=20',
    ],
    Install: [`WantedBy=${asUser === undefined ? 'default' : 'multi-user'}.target`],
  });
}

const workingDirectory = (root: string): string => `WorkingDirectory=${escaped(root)}`;

/** Whether that is the text of a dashboard's unit of this checkout. */
export const isOf = (root: string, text: string): boolean =>
  text.split('\n').includes(workingDirectory(root));

function section(sections: Record<string, readonly string[]>): string {
  return Object.entries(sections)
    .map(([name, lines]) => `[${name}]\n${lines.join('\n')}\n`)
    .join('\n');
}

/** What systemd would take for a specifier (systemd.unit(5)). */
const escaped = (text: string): string => text.replace(/%/g, '%%');

/** One word of a command line (systemd.service(5)): there a `$` begins a variable. */
const quoted = (word: string): string => assigned(word.replace(/\$/g, '$$$$'));

/** An assignment of `Environment`. */
function assigned(text: string): string {
  const safe = escaped(text).replace(/[\\"]/g, '\\$&');
  return /[\s"'\\;]/.test(safe) ? `"${safe}"` : safe;
}
