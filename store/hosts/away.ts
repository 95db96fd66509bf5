/** What is known of the sessions of a machine that is away: what they did when it was last heard of. */
import type { HostState } from '../../workflows/contracts/hosts';
import type { SessionRow } from '../rows';
import { isoTime } from '../db/time';

export interface StoredSession extends SessionRow {
  readonly host_state: HostState | null;
  readonly host_state_at: string | null;
}

const HOW = { lost: 'is lost', left: 'was stopped', new: 'has not joined' } as const;

/** Why nothing is typed into the sessions of that host, as a clause; undefined: it is there, or it is the hub. */
export function awayWords(
  host: string | null,
  state: HostState | null,
  stateAt: string | null,
): string | undefined {
  if (host === null || state === null || state === 'up') return undefined;
  const since = stateAt === null ? '' : `: nothing was heard of it since ${isoTime(stateAt)}`;
  return `host '${host}' ${HOW[state]}${since}`;
}

export function asFarAsKnown({ host_state: state, host_state_at: at, ...row }: StoredSession): SessionRow {
  const away = row.present === 1 ? awayWords(row.host, state, at) : undefined;
  if (away === undefined) return row;
  const reason = `${away}; before that it was ${row.status}`;
  return { ...row, status: 'unknown', reason, rule: 'host.away' };
}

export interface Shortage {
  readonly free_mib: number;
  readonly wanted_mib: number;
}

/** Why no more work is given to the sessions of that machine, as a clause. */
export function shortWords(host: string, { free_mib: free, wanted_mib: wanted }: Shortage): string {
  return `host '${host}' had only ${free} MiB of memory free, and its sessions are given work from ${wanted} MiB on (ARCHITECT_MIN_FREE_MEMORY_MIB): end what is not needed there`;
}
