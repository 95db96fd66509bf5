/** The record: three databases at the original's paths, opened, migrated, with one repository an aggregate. */
import { assignment } from './assign';
import { changesRepository } from './changes';
import { commandsRepository } from './commands';
import { openDatabases } from './databases';
import { leasesRepository } from './leases';
import { lifecycle } from './lifecycle';
import { lostAndFoundRepository } from './lost-and-found';
import { maintenance } from './maintenance';
import { promptsRepository } from './prompts';
import { receiptWriter } from './receipts';
import { sessionsRepository } from './sessions';
import type { Clock } from './time';
import { openVault } from './vault';
import { errorReportsRepository, webSessionsRepository } from './web';

export { StoreError } from './open';
export { VaultError } from './vault';

export interface StoreOptions {
  readonly dataDir: string;
  readonly clock?: Clock;
  /** Texts that the vault's keys are derived from, the one in use first; empty = it keeps keys in a file. */
  readonly secretKeys?: readonly string[];
}

export type Store = ReturnType<typeof openStore>;

/**
 * Opens the databases of `dataDir`, making and migrating them where needed.
 * @throws StoreError with what to do, when one can't be used
 */
export function openStore({ dataDir, clock = () => new Date(), secretKeys = [] }: StoreOptions) {
  const databases = openDatabases(dataDir);
  const { architect, assigner } = databases;
  try {
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
      changes: changesRepository(assigner),
      webSessions: webSessionsRepository(architect, clock),
      errorReports: errorReportsRepository(architect, clock),
      vault: openVault(architect, clock, { dataDir, secretKeys }),
      maintenance: maintenance(databases, clock),
      close: () => databases.close(),
    };
  } catch (error) {
    databases.close();
    throw error;
  }
}
