/** Many prompts in one request. */
import { setImmediate as breathe } from 'node:timers/promises';
import type { z } from 'zod';
import type { Logger } from 'pino';
import { conflict } from '../http/errors';
import { routes } from '../http/route';
import { type ForeignError, visible } from '../http/visible';
import { promptBatchOperations } from './batch-operations';
import type { changePrompts } from './batch-requests';
import type { Place } from './entering';
import { queuedView } from './queued';
import type { PromptService } from './service';

/** So many ask the engine at once. */
const AT_ONCE = 8;

type Change = z.output<typeof changePrompts>;
type Reassign = Extract<Change, { action: 'reassign' }>;
interface Fault {
  readonly code: string;
  readonly message: string;
}

export const promptBatchRoutes = routes(promptBatchOperations)((services) => {
  const { store, prompts, log } = services;

  /** All get their new target at once: the session may have another name while the last ones are still told. */
  const redirectAll = store.outbox.transition.assigner(
    (ids: readonly number[], next: Place, by: string) =>
      new Map(ids.map((id) => [id, attempted(() => prompts.redirect(id, next, by))])),
  );
  const reassigning = async (wanted: Reassign, by: string): Promise<(id: number) => Promise<void> | void> => {
    const followUps = redirectAll(wanted.ids, await prompts.target(wanted), by);
    return (id) => followUps.get(id)?.();
  };

  return {
    async send({ body: { prompts: rows, in_order: inOrder, ...options }, actor }) {
      rows.forEach(({ content }, index) => prompts.checkSize(`prompts.${index}.content`, content));
      const place = await prompts.target(options).then(
        (found) => () => found,
        // Thrown where it matters: a repeat is answered also where the target has gone since.
        (error: unknown) => () => {
          throw error;
        },
      );
      const all = rows.map(({ content, idempotency_key: key = null }) => ({ content, key }));
      const entered = prompts.enterAll(all, options, { by: actor, place, inOrder });
      // What a crash keeps from being started, the reconciler starts.
      await inTurns(entered, async (one) => one?.isNew && prompts.start(one.id));
      const items = entered.map((one) => {
        if (!one) return { prompt_id: null, error: faultOf(conflict(KEY_IN_USE), log) };
        const { prompt_id, warning } = queuedView(store, one.id);
        return { prompt_id, ...(warning !== undefined && { warning }), error: null };
      });
      return { items, failed: failures(items) };
    },

    async change({ body, actor }) {
      const does = body.action === 'reassign' ? await reassigning(body, actor) : doing(prompts, body, actor);
      const ids = body.action === 'priority' ? inOrderOfQueue(body.ids, store.queue.positionOf) : body.ids;
      const faults = new Map<number, Fault | null>();
      await inTurns(ids, async (id) => {
        faults.set(id, await faultIn(() => does(id), log));
      });
      const items = body.ids.map((id) => ({ id, error: faults.get(id) ?? null }));
      return { items, failed: failures(items) };
    },
  };
});

const KEY_IN_USE = 'This idempotency_key was used for another prompt: take a new one.';

function doing(
  prompts: PromptService,
  wanted: Exclude<Change, Reassign>,
  by: string,
): (id: number) => Promise<void> | void {
  switch (wanted.action) {
    case 'cancel':
      return (id) => prompts.cancel(id, by, wanted.reason);
    case 'retry':
      return (id) => prompts.restart(id, `queued again by ${by}`);
    case 'archive':
      return (id) => prompts.archive(id);
    case 'priority':
      return (id) => prompts.change(id, { priority: wanted.priority }, by);
  }
}

/** Each becomes the last of the new priority: so they keep their order among each other. */
function inOrderOfQueue(
  ids: readonly number[],
  positionOf: (id: number) => { readonly position: number } | null,
): number[] {
  const place = new Map(ids.map((id) => [id, positionOf(id)?.position ?? Infinity]));
  const placeOf = (id: number): number => place.get(id) ?? Infinity;
  return ids.toSorted((a, b) => (placeOf(a) === placeOf(b) ? a - b : placeOf(a) - placeOf(b)));
}

/** Begins them in their order. Each may wait for the disk: what else the server has to do comes in between. */
async function inTurns<T>(all: readonly T[], does: (one: T) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < all.length; from += AT_ONCE) {
    await Promise.all(all.slice(from, from + AT_ONCE).map(does));
    await breathe();
  }
}

/** What it gives; where it throws, what throws that when it is called. */
function attempted(does: () => () => Promise<void>): () => Promise<void> {
  try {
    return does();
  } catch (error) {
    return async () => {
      throw error;
    };
  }
}

async function faultIn(does: () => Promise<void> | void, log: Logger): Promise<Fault | null> {
  try {
    await does();
    return null;
  } catch (error) {
    return faultOf(error, log);
  }
}

function faultOf(error: unknown, log: Logger): Fault {
  const { status, code, message } = visible(error as ForeignError);
  if (code === 'internal_error' || status === 507) log.error({ err: error }, 'one of many prompts failed');
  return { code, message };
}

const failures = (items: readonly { readonly error: unknown }[]): number =>
  items.filter(({ error }) => error !== null).length;
