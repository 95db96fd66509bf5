/** A project of a test's own, with files, a record and a directory for reports. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { milestoneActivities } from '../../../activities/milestones';
import { silentLog } from '../../../telemetry/log';
import { type Db, openDatabase } from '../../../store/db/open';
import type { Store } from '../../../store';
import type { MilestoneTaskRow } from '../../../store/milestones/rows';
import type { ProjectScan } from '../../../workflows/contracts/milestones';
import { openRecord } from '../../support/record';

export type Files = Readonly<Record<string, string | Buffer>>;

/** The table of bugs as a record has it that knows bugs. */
const BUGS = `CREATE TABLE IF NOT EXISTS bugs (id INTEGER PRIMARY KEY, project_id INTEGER, title TEXT NOT NULL,
  description TEXT, severity TEXT DEFAULT 'medium', status TEXT DEFAULT 'open', priority INTEGER DEFAULT 0,
  estimated_hours REAL, created_at TEXT, updated_at TEXT, resolved_at TEXT)`;

/** Runs an activity as the engine would; faults that a test makes on purpose would fill the terminal. */
export function runActivity<T, R>(activity: (input: T) => Promise<R>, input: T): Promise<R> {
  return new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') }).run(activity, input);
}

export interface World {
  readonly dir: string;
  /** The project's directory. */
  readonly root: string;
  readonly store: Store;
  readonly db: Db;
  readonly reports: string;
  write(files: Files): void;
  remove(...paths: string[]): void;
  project(name?: string, sourcePath?: string | null): number;
  scan(projectId: number, hoursPerDay?: number): Promise<ProjectScan>;
  /** Tasks of the project as `open TODO a.ts:3 text`, open ones first. */
  tasks(projectId: number): string[];
  rows(projectId: number): MilestoneTaskRow[];
  json(name: string): any;
  withBugs(): void;
  close(): void;
}

export function newWorld(): World {
  const dir = mkdtempSync(join(tmpdir(), 'architect-milestones-'));
  const root = join(dir, 'project');
  const reports = join(dir, 'data', 'milestones');
  mkdirSync(root);
  const store = openRecord({ dataDir: join(dir, 'data') });
  const db = openDatabase(join(dir, 'data', 'architect.db'));
  const { scanProject } = milestoneActivities({ store, log: silentLog, milestonesDir: reports });
  const rows = (projectId: number): MilestoneTaskRow[] => {
    const [milestone] = store.milestones.list(projectId, 1, 0).items;
    return milestone ? store.milestones.tasks.list(milestone.id).items : [];
  };
  return {
    ...{ dir, root, store, db, reports, rows },
    write(files) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
      }
    },
    remove: (...paths) => paths.forEach((path) => rmSync(join(root, path), { recursive: true })),
    project: (name = 'app', sourcePath = root) =>
      db
        .prepare<[string, string | null], number>(
          'INSERT INTO projects (name, source_path) VALUES (?, ?) RETURNING id',
        )
        .pluck()
        .get(name, sourcePath) as number,
    scan: (projectId, hoursPerDay = 6) => runActivity(scanProject, { projectId, hoursPerDay }),
    tasks: (projectId) =>
      rows(projectId).map(({ status, tag, kind, path, line, text }) =>
        [status, tag ?? kind, path === null ? '' : `${path}:${line}`, text].filter(Boolean).join(' '),
      ),
    json: (name) => JSON.parse(readFileSync(join(reports, name), 'utf8')),
    withBugs: () => void db.exec(BUGS),
    close() {
      db.close();
      store.close();
      chmodSync(root, 0o755);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
