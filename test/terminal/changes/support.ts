/** Repositories in temporary directories, and looks at them with what the hub would be told. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { silentLog } from '../../../telemetry/log';
import { type Changes, recordChanges } from '../../../terminal/changes';
import type { LeaseRef } from '../../../workflows/contracts/host-store';
import type { ChangedFile, WorkChanges } from '../../../workflows/contracts/work-changes';

export interface Lab {
  /** The work tree. */
  readonly dir: string;
  /** Where the looks are kept. */
  readonly kept: string;
  readonly changes: Changes;
  readonly told: WorkChanges[];
  git(...args: string[]): string;
  write(path: string, content: string | Buffer, options?: { mode?: number }): void;
  /** Looks, does it, looks again, and waits for what was told. */
  during(does: () => void | Promise<void>, directory?: string): Promise<WorkChanges>;
  close(): void;
}

export const LEASE: LeaseRef = { promptId: 7, grantedAt: '2026-02-07 10:00:00.000' };
const IDENTITY = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'init.defaultBranch=main'];

export function lab({ lookMs = 20_000 } = {}): Lab {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'architect-changes-')));
  const dir = join(root, 'work');
  const kept = join(root, 'kept');
  mkdirSync(dir);
  const told: WorkChanges[] = [];
  let wake = (): void => undefined;
  const hostStore = {
    leasesOf: async () => [],
    async keepChanges(changes: WorkChanges) {
      told.push(changes);
      wake();
    },
  };
  const changes = recordChanges({ dir: kept, hostStore, log: silentLog, lookMs, beforeEnterMs: 20_000 });
  return {
    ...{ dir, kept, changes, told },
    git: (...args) =>
      execFileSync('git', [...IDENTITY, ...args], { cwd: dir, encoding: 'utf8', stdio: 'pipe' }),
    write(path, content, options) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), content, options);
    },
    async during(does, directory = dir) {
      const first = changes.begin(LEASE, 'dev', directory);
      await first.ready();
      await does();
      const last = new Promise<void>((resolve) => (wake = resolve));
      await changes.end(LEASE);
      await last;
      return told.at(-1) as WorkChanges;
    },
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** What a person reads first of each file. */
export const brief = (found: WorkChanges): unknown[] =>
  (found.files ?? []).map(({ path, change, added, removed }: ChangedFile) => [path, change, added, removed]);

export const fileOf = (found: WorkChanges, path: string): ChangedFile | undefined =>
  found.files?.find((file) => file.path === path);
