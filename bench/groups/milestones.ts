/** What a scan of a large project takes, beside the bare reading of its files. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { milestoneActivities } from '../../activities/milestones';
import { silentLog } from '../../telemetry/log';
import { openStore } from '../../store';
import { openDatabase } from '../../store/db/open';
import type { ProjectScan } from '../../workflows/contracts/milestones';
import type { Group } from '../lib/report';
import { median, ms } from '../lib/statistics';

const FILES = 10_000;
const A_DIRECTORY = 50;
/** One file in so many has something to do in it. */
const MARKED = 5;
const GOAL_MS = 5_000;
const ROUNDS = 3;

const FUNCTION = `/** Adds what is counted. */
export function total(rows: readonly Row[]): number {
  const name = "a string // with slashes";
  return rows.reduce((sum, { count }) => sum + count, 0); // the whole
}
`;

export async function milestones(): Promise<Group> {
  const dir = mkdtempSync(join(tmpdir(), 'architect-bench-milestones-'));
  try {
    const root = join(dir, 'project');
    writeProject(root);
    const { bare, first, again, longest, tasks } = await measure(dir, root);
    return {
      title: 'Scanning a project of 10,000 files',
      note: `TypeScript of about 4 kB a file, ${A_DIRECTORY} files a directory, a .gitignore, a mark in one file of ${MARKED}; ${tasks} tasks. A scan ends with the record and the four report files written. The limit is a bare reading of the same files, sixteen at once. "Held up" is the longest time for which the server could do nothing else.`,
      rows: [
        row('first scan', bare, first),
        row('scanned again, nothing changed', bare, again),
        { what: 'server held up', limit: '', ours: ms(longest), goal: '' },
      ],
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function row(what: string, limitMs: number, oursMs: number) {
  const ratio = `${(oursMs / limitMs).toFixed(2)} x`;
  return {
    what,
    limit: ms(limitMs),
    ours: ms(oursMs),
    ratio,
    goal: `< ${GOAL_MS / 1_000} s`,
    met: oursMs < GOAL_MS,
  };
}

function writeProject(root: string): void {
  const text = FUNCTION.repeat(20);
  for (let index = 0; index < FILES; index++) {
    const directory = join(root, `part-${Math.floor(index / A_DIRECTORY)}`);
    if (index % A_DIRECTORY === 0) mkdirSync(directory, { recursive: true });
    const mark = index % MARKED === 0 ? `// TODO: do what ${index} needs\n` : '';
    writeFileSync(join(directory, `file-${index}.ts`), text + mark);
  }
  writeFileSync(join(root, '.gitignore'), 'build/\n*.log\n/out\n');
}

async function measure(dir: string, root: string) {
  const dataDir = join(dir, 'data');
  const store = openStore({ dataDir });
  const db = openDatabase(join(dataDir, 'architect.db'));
  try {
    const { scanProject } = milestoneActivities({
      store,
      log: silentLog,
      milestonesDir: join(dataDir, 'milestones'),
    });
    const insert = db
      .prepare<[string, string], number>(
        'INSERT INTO projects (name, source_path) VALUES (?, ?) RETURNING id',
      )
      .pluck();
    const bare: number[] = [];
    const first: number[] = [];
    const again: number[] = [];
    let longest = 0;
    let tasks = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const projectId = insert.get(`project-${round}`, root) as number;
      const scan = async (): Promise<void> => {
        const input = { projectId, hoursPerDay: 6 };
        const result: ProjectScan = await new MockActivityEnvironment().run(scanProject, input);
        if ('fault' in result) throw new Error(result.fault);
        tasks = result.openTasks;
      };
      bare.push(await timed(() => readAll(root)));
      const watch = watchDelays();
      first.push(await timed(scan));
      again.push(await timed(scan));
      longest = Math.max(longest, watch.stop());
    }
    return { bare: median(bare), first: median(first), again: median(again), longest, tasks };
  } finally {
    db.close();
    store.close();
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

async function readAll(root: string): Promise<void> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const one = async (): Promise<void> => {
    for (let file = files.pop(); file; file = files.pop())
      await readFile(join(file.parentPath, file.name), 'utf8');
  };
  await Promise.all(Array.from({ length: 16 }, one));
}

/** The longest wait of a timer that should fire every 5 ms. */
function watchDelays(): { stop(): number } {
  const EVERY_MS = 5;
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - EVERY_MS);
    last = now;
  }, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      return longest;
    },
  };
}
