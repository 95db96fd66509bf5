/** Takes prompts back from machines that are away or were removed: many at once, so that one that hangs holds up no other. */
import type { Logger } from 'pino';
import type { ControlRequest } from '../workflows/contracts/assignment';
import type { Abandoned } from '../workflows/contracts/hosts';

/** The engine has other work too. */
const AT_ONCE = 32;
/** Whoever asks for more than this can be done in is to ask again. */
const BEGUN_WITHIN_MS = 20_000;
/** Whoever isn't asked about for so long has ended. */
const KEPT_MS = 600_000;

export interface AbandonDeps {
  readonly control: (promptId: number, request: ControlRequest) => Promise<boolean>;
  readonly log: Logger;
  /** Never goes back. */
  readonly nowMs?: () => number;
}

export function abandonments({ control, log, nowMs = () => performance.now() }: AbandonDeps) {
  /** When each was tried last, of those that didn't answer: they come after those that may. */
  const triedMs = new Map<string, number>();
  const keyOf = ({ promptId, grantedAt }: Abandoned): string => `${promptId} ${grantedAt}`;

  async function once(one: Abandoned): Promise<boolean> {
    try {
      const { promptId, reason, grantedAt } = one;
      const isDone = await control(promptId, { kind: 'abandon', reason, grantedAt });
      triedMs.delete(keyOf(one));
      return isDone;
    } catch (err) {
      triedMs.set(keyOf(one), nowMs());
      log.warn({ err, promptId: one.promptId }, 'a prompt of a host that is away is taken back later');
      return false;
    }
  }

  return {
    /** @returns how many could not be taken back yet: the reconciler asks for them again */
    async abandon(all: readonly Abandoned[]): Promise<number> {
      const untilMs = nowMs() + BEGUN_WITHIN_MS;
      for (const [key, atMs] of triedMs) if (nowMs() - atMs > KEPT_MS) triedMs.delete(key);
      const waiting = all.toSorted((a, b) => (triedMs.get(keyOf(a)) ?? 0) - (triedMs.get(keyOf(b)) ?? 0));
      let left = all.length;
      const some = async (): Promise<void> => {
        for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
          if (nowMs() > untilMs) return;
          if (await once(one)) left -= 1;
        }
      };
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, all.length) }, some));
      return left;
    },
  };
}
