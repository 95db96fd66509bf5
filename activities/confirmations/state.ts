/** Writes of the dialogs' workflows to the record. */
import { homedir } from 'node:os';
import type { ConfirmRecordActivities } from '../../workflows/contracts/activities';
import type { Deps, MaintenanceSettings } from '../context';
import { planFor } from './judge';

export function confirmRecordActivities({
  store,
  maintenance,
}: Pick<Deps, 'store'> & {
  readonly maintenance: Pick<MaintenanceSettings, 'dataDir' | 'backupDir'>;
}): ConfirmRecordActivities {
  const { confirmations } = store;
  const deps = {
    store,
    clock: () => new Date(),
    home: homedir(),
    own: [maintenance.dataDir, maintenance.backupDir],
  };
  return {
    judgeConfirmation: async ({ confirmationId, random }) => planFor(deps, confirmationId, random),
    async endConfirmation({ confirmationId }) {
      const resolution = 'answered or closed in the terminal';
      confirmations.end(confirmationId, { status: 'expired', decidedBy: 'terminal', resolution });
    },
    async expireConfirmation({ confirmationId, because = 'nobody answered in time' }) {
      const resolution = `${because}: the dialog still stands in the terminal`;
      confirmations.end(confirmationId, { status: 'expired', decidedBy: null, resolution, standing: true });
    },
    async markNotified({ confirmationId, level }) {
      confirmations.messageDue(confirmationId, level);
    },
  };
}
