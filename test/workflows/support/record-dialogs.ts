/** Runs of a dialog's workflow for the recorded histories, on real terminals. */
import { openDialog } from '../../../store/confirmations';
import { confirmationWorkflowId } from '../../../workflows/contracts/wire-names';
import { there } from '../../store/support';
import { bash, SCREENS } from '../../support/dialog-agent';
import { type Dialogs, type DialogsOptions, newDialogs } from './dialogs';
import type { TestEngine } from './engine';
import { SECRET, unlessItFailed } from './histories';

const ALLOWED = `echo ${SECRET}`;
const ASKED = `git push ${SECRET}`;

interface Scenario {
  readonly command: string;
  readonly options?: DialogsOptions;
  run?(dialogs: Dialogs, id: number): Promise<unknown>;
}

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'approved-by-the-rules': { command: ALLOWED },
  'refused-by-a-person': {
    command: ASKED,
    run: ({ orchestrator }, id) => orchestrator.decide(id, { answer: 'deny', option: null }),
  },
  'ended-in-the-terminal': { command: ASKED, run: ({ press }) => press('a', '4') },
  'cancelled-in-the-engine': { command: ASKED, run: ({ workflow }, id) => workflow(id).cancel() },
  terminated: {
    command: ASKED,
    async run({ workflow, orchestrator, store }, id) {
      await workflow(id).terminate('not wanted');
      const dialog = openDialog(there(store.confirmations.get(id)));
      await orchestrator.startConfirmation({ ...dialog, cancel: 'terminated in the workflow engine' });
    },
  },
  'switched-off-in-the-pause': {
    command: ALLOWED,
    options: { delayMs: [1_000, 1_000] },
    async run({ store, orchestrator, confirmation }, id) {
      await confirmation('a', ({ due_at }) => due_at !== null);
      store.confirmSettings.change({ enabled: 0 });
      await confirmation('a', ({ due_at }) => due_at === null);
      store.confirmSettings.change({ enabled: 1 });
      await orchestrator.reconsider(id);
    },
  },
  'told-and-expired': {
    command: ASKED,
    run: async ({ store, orchestrator }, id) => {
      store.confirmSettings.change({ notify_after_ms: 100, escalate_after_ms: 300, expire_after_ms: 1_500 });
      await orchestrator.reconsider(id);
    },
  },
};

/** Gives the id of each workflow, when it has ended. */
export async function recordDialogs(
  engine: TestEngine,
  write: (workflowId: string, scenario: string) => Promise<void>,
): Promise<void> {
  for (const [scenario, { command, options, run }] of Object.entries(SCENARIOS)) {
    const dialogs = newDialogs(engine, options);
    try {
      const screens = { idle: SCREENS.idle(), denied: SCREENS.denied(), dialog: bash(command) };
      await dialogs.agent('a', screens);
      const { id } = await dialogs.confirmation('a', ({ verdict }) => verdict !== null);
      await run?.(dialogs, id);
      await dialogs.workflow(id).result().catch(unlessItFailed);
      await write(confirmationWorkflowId(id), scenario);
    } finally {
      await dialogs.close();
    }
  }
}
