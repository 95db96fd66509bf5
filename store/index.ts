/** The record: three databases at the original's paths, opened, migrated, with one repository an aggregate. */
import { join } from 'node:path';
import { assignment } from './assign';
import { changesRepository } from './changes';
import { commandsRepository } from './commands';
import { leasesRepository } from './leases';
import { lifecycle } from './lifecycle';
import { lostAndFoundRepository } from './lost-and-found';
import { migrate } from './migrate';
import { type Db, openDatabase, storeError } from './open';
import { promptsRepository } from './prompts';
import { receiptWriter } from './receipts';
import { recordRepositories } from './record';
import { sessionsRepository } from './sessions';
import type { Clock } from './time';
import { webSessionsRepository } from './web';
import { following } from './work/following';
import { workRepository } from './work';

export { StoreError } from './open';
export { RecordFault } from './record/fault';

export type Store = ReturnType<typeof openStore>;

/**
 * Opens the databases of `dataDir`, making and migrating them where needed.
 * @throws StoreError with what to do, when one can't be used
 */
export function openStore({ dataDir, clock = () => new Date() }: { dataDir: string; clock?: Clock }) {
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
    const record = recordRepositories({ architect, assigner }, clock);
    const work = workRepository({ architect, assigner, ...record });
    const { follow, after } = following(work);
    const { state, ...transitions } = lifecycle(assigner, clock, { receipts, assign, leases });
    const prompts = promptsRepository(assigner, clock);
    // What a crash cut off between the two databases.
    follow();
    return {
      ...record,
      prompts: { ...prompts, ...after({ insert: prompts.insert }) },
      lifecycle: { state, ...after(transitions) },
      ...after({ assign }),
      receipts: after(receipts),
      leases,
      work: { promptOf: work.promptOf, follow: work.follow },
      sessions: sessionsRepository(assigner, clock),
      commands: commandsRepository(assigner, clock),
      lostAndFound: lostAndFoundRepository(assigner),
      changes: changesRepository(assigner),
      webSessions: webSessionsRepository(architect, clock),

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
