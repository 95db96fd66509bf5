/** What the web side asks of parts that start after it: the ports are taken before anything else is started. */
import type { AppDeps } from '../api/context';
import type { HostRegistry } from '../api/hosts/registry';
import type { WorkerProcess } from './worker/registry';
import type { CurrentHealth } from '../workflows/contracts/health';

export interface Parts extends Pick<AppDeps, 'explain' | 'resources' | 'followNames' | 'look'> {
  readonly worker: () => boolean;
  readonly tmux: () => boolean;
  readonly workers: () => number;
  /** The machines that have sessions. */
  readonly hosts: HostRegistry['list'];
  /** The worker processes beside this one. */
  readonly processes: () => readonly WorkerProcess[];
  /** What is wrong now and what to do, as sentences for anyone: no paths, no texts of prompts. */
  readonly trouble: () => readonly string[];
  /** What is known of the health; undefined before anything was looked at. */
  readonly known: () => CurrentHealth | undefined;
}

export interface LateParts {
  /** Those that have started; the others answer as if nothing were there. */
  readonly now: Parts;
  started(parts: Partial<Parts>): void;
}

export function createLateParts(): LateParts {
  let now: Parts = {
    worker: () => false,
    tmux: () => false,
    workers: () => 0,
    hosts: () => [],
    processes: () => [],
    trouble: () => [],
    known: () => undefined,
    explain: () => Promise.resolve(null),
    resources: () => Promise.resolve(null),
    followNames: () => Promise.resolve(),
    look: () => Promise.resolve(),
  };
  return {
    get now() {
      return now;
    },
    started(parts) {
      now = { ...now, ...parts };
    },
  };
}
