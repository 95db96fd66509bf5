/** Repositories in temporary directories, with reviews of them. */
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { reviewsIn } from '../../../terminal/review';
import type { Review, ReviewedFile, Reviews, SeenFile } from '../../../workflows/contracts/review';

export interface Lab {
  readonly root: string;
  /** The work tree. */
  readonly dir: string;
  /** Where reviews keep what they have. */
  readonly kept: string;
  readonly reviews: Reviews;
  /** Milliseconds that the clock of the reviews is ahead. */
  aheadMs: number;
  git(...args: string[]): string;
  write(path: string, content: string | Buffer, options?: { mode?: number }): void;
  read(path: string): string;
  look(): Promise<Review>;
  /** As they are seen now; unset: all. */
  seen(...paths: string[]): Promise<SeenFile[]>;
  /** `git status`, a line a file. */
  status(): string[];
  /** All that git's own directory and the work tree hold, with their times. */
  everything(): string[];
  close(): void;
}

export const KEEP_MS = 60_000;

function lab(): Lab {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'architect-review-')));
  const dir = join(root, 'work');
  const kept = join(root, 'kept');
  mkdirSync(dir);
  const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' };
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: dir, env, encoding: 'utf8', stdio: 'pipe' });
  git('init', '-q', '-b', 'main');
  git('config', 'user.name', 'Ada');
  git('config', 'user.email', 'ada@example.com');
  const at: Lab = {
    ...{ root, dir, kept, git, aheadMs: 0 },
    reviews: reviewsIn({ dir: kept, keepMs: KEEP_MS, clock: () => new Date(Date.now() + at.aheadMs) }),
    write(path, content, options) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), content, options);
    },
    read: (path) => readFileSync(join(dir, path), 'utf8'),
    look: () => at.reviews.look(dir),
    async seen(...paths) {
      const { files } = await at.look();
      return files
        .filter(({ path }) => paths.length === 0 || paths.includes(path))
        .map(({ path, version }) => ({ path, version }));
    },
    status: () => git('status', '--porcelain').split('\n').filter(Boolean),
    everything: () =>
      (readdirSync(dir, { recursive: true }) as string[]).sort().map((name) => {
        const { mtimeMs, size, mode, ino } = statSync(join(dir, name), { throwIfNoEntry: false }) ?? {};
        return JSON.stringify([name, mtimeMs, size, mode, ino]);
      }),
    close: () => rmSync(root, { recursive: true, force: true }),
  };
  return at;
}

/** With these files in a first commit. */
export function labWith(files: Readonly<Record<string, string>>): Lab {
  const at = lab();
  for (const [path, content] of Object.entries(files)) at.write(path, content);
  at.git('add', '.');
  at.git('commit', '-qm', 'first');
  return at;
}

export const brief = ({ files }: Review): unknown[] =>
  files.map(({ path, change, staging, added, removed }: ReviewedFile) => [
    path,
    change,
    staging,
    added,
    removed,
  ]);
