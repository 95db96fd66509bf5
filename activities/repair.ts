/** Finds and mends what crashes and lost messages left behind; changes nothing where all is well. */
import type { RepairActivities } from '../workflows/contracts/ports';
import type { Deps } from './context';

/** A lease that its workflow hasn't answered for so long was given by a signal that got lost. */
const FORGOTTEN_AFTER_MS = 5_000;

export function repairActivities({ store, engine, log, host }: Deps): RepairActivities {
  return {
    async reconcile() {
      store.work.follow();
      // Read first: a prompt that ends between the two reads is then only missing from the later one.
      const running = await engine.runningPrompts();
      let started = 0;
      for (const promptId of unsettled(store)) {
        if (!running.has(promptId) && (await engine.startPrompt(promptId))) started += 1;
      }
      const forgotten = store.leases.forgotten(FORGOTTEN_AFTER_MS).map((lease) => {
        const session = store.sessions.get(lease.session_name);
        return {
          promptId: lease.prompt_id,
          session: lease.session_name,
          paneId: lease.pane_id,
          host: session?.host ?? host,
          provider: session?.provider ?? null,
        };
      });
      const grants = [...forgotten, ...store.assign()];
      await engine.announce(grants);
      if (started + grants.length > 0) log.info({ started, signalled: grants.length }, 'reconciled');
      return { started, signalled: grants.length };
    },
  };
}

function* unsettled(store: Deps['store']): Generator<number> {
  for (let after = 0; ;) {
    const page = store.prompts.unsettledIds(after);
    if (page.length === 0) return;
    yield* page;
    after = page.at(-1) as number;
  }
}
