/** The systemd unit that a server runs in: what systemd started is stopped and started by systemd, or it starts it again. */
import { readFileSync } from 'node:fs';
import { run } from '../processes/exec';

export interface RunningUnit {
  readonly name: string;
  /** Of the user's own systemd. */
  readonly ofUser: boolean;
}

const SYSTEMCTL_TIMEOUT_MS = 90_000;

/** undefined where none of ours has the process, as one that was started in a terminal, also one in a session of tmux. */
export function unitOf(pid: number): RunningUnit | undefined {
  try {
    return unitIn(readFileSync(`/proc/${pid}/cgroup`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param cgroup as /proc/PID/cgroup has it (cgroups(7)) */
export function unitIn(cgroup: string): RunningUnit | undefined {
  for (const line of cgroup.split('\n')) {
    const [, , path = ''] = line.split(':');
    const name = path.split('/').at(-1) ?? '';
    // The agents' tmux server has a unit of its own, and a dashboard may be started in one of its sessions.
    if (/^architect.*\.service$/.test(name) && !name.endsWith('-tmux.service'))
      return { name, ofUser: /\/user@\d+\.service\//.test(path) };
  }
  return undefined;
}

/** What a person types. */
export const systemctlCommand = ({ name, ofUser }: RunningUnit, verb: string): string =>
  `${ofUser ? 'systemctl --user' : 'sudo systemctl'} ${verb} ${name}`;

/** Where a restart is to change how it is started. */
export const optionsOfUnit = ({ name }: RunningUnit): string =>
  `systemd runs it (${name}), with the options of its unit: "architect service install" with --ssl or --workers writes others; then restart it without them.`;

/** @returns why it failed; undefined where it is done */
export async function systemctl(
  { name, ofUser }: RunningUnit,
  verb: 'stop' | 'restart',
): Promise<string | undefined> {
  const argv = ['systemctl', ...(ofUser ? ['--user'] : []), '--no-ask-password', verb, name];
  const { ok, stderr, startError } = await run(argv, { timeoutMs: SYSTEMCTL_TIMEOUT_MS });
  return ok ? undefined : stderr.trim() || startError || 'systemctl failed';
}
