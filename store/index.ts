/** The record: three databases at the original's paths, opened, migrated, with one repository an aggregate. */
import { join } from 'node:path';
import { assignment } from './assign';
import { changesRepository } from './changes';
import { commandsRepository } from './commands';
import { confirmRulesRepository } from './confirm-rules';
import { confirmSettingsRepository } from './confirm-settings';
import { confirmationsRepository } from './confirmations';
import { interactionsRepository } from './interactions';
import { githubRepository } from './github';
import { leasesRepository } from './leases';
import { lifecycle } from './lifecycle';
import { lostAndFoundRepository } from './lost-and-found';
import { migrate } from './migrate';
import { milestonesRepository } from './milestones';
import { type Db, openDatabase, storeError } from './open';
import { projectPathsRepository } from './project-paths';
import { promptsRepository } from './prompts';
import { receiptWriter } from './receipts';
import { sessionsRepository } from './sessions';
import { taskLifecycle } from './task-lifecycle';
import { taskPlaces } from './task-places';
import { tasksRepository } from './tasks';
import type { Clock } from './time';
import { errorReportsRepository, webSessionsRepository } from './web';

export { StoreError } from './open';

export type Store = ReturnType<typeof openStore>;

export interface StoreOptions {
  readonly dataDir: string;
  readonly clock?: Clock;
  /** How many background tasks run at once. */
  readonly taskSlots?: number;
}

const DEFAULT_TASK_SLOTS = 3;

/**
 * Opens the databases of `dataDir`, making and migrating them where needed.
 * @throws StoreError with what to do, when one can't be used
 */
export function openStore({
  dataDir,
  clock = () => new Date(),
  taskSlots = DEFAULT_TASK_SLOTS,
}: StoreOptions) {
  const open: Db[] = [];
  const prepare = (name: Parameters<typeof migrate>[1], ...path: string[]): Db => {
    const file = join(dataDir, ...path);
    const db = openDatabase(file);
    open.push(db);
    try {
      migrate(db, name, file);
    } catch (error) {
      throw storeError(file, error);
    }
    return db;
  };
  try {
    const architect = prepare('architect', 'architect.db');
    const assigner = prepare('assigner', 'assigner', 'assigner.db');
    prepare('health', 'site_health.db');
    const receipts = receiptWriter(assigner, clock);
    const assign = assignment(assigner, clock, receipts);
    const leases = leasesRepository(assigner, clock);
    return {
      prompts: promptsRepository(assigner, clock),
      lifecycle: lifecycle(assigner, clock, { receipts, assign, leases }),
      assign,
      receipts,
      leases,
      sessions: sessionsRepository(assigner, clock),
      commands: commandsRepository(assigner, clock),
      lostAndFound: lostAndFoundRepository(assigner),
      confirmations: confirmationsRepository(assigner, clock),
      confirmSettings: confirmSettingsRepository(assigner, clock),
      confirmRules: confirmRulesRepository(architect, clock),
      interactions: interactionsRepository(architect, clock),
      changes: changesRepository(assigner),
      tasks: tasksRepository(architect, clock),
      taskLifecycle: taskLifecycle(architect, clock, taskSlots),
      taskPlaces: taskPlaces(architect),
      taskChanges: changesRepository(architect),
      webSessions: webSessionsRepository(architect, clock),
      errorReports: errorReportsRepository(architect, clock),
      projectPaths: projectPathsRepository(architect),
      milestones: milestonesRepository(architect, clock),
      github: githubRepository(architect, clock),

      close: () => closeAll(open),
    };
  } catch (error) {
    closeAll(open);
    throw error;
  }
}

function closeAll(databases: Db[]): void {
  for (const db of databases) db.close();
}
