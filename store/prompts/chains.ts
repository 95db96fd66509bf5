/**
 * Prompts that wait for the end of others, or for a time. Such a one is `held`, or `blocked` where what it waits for
 * doesn't come by itself; it is in no queue, no workflow has it, and the choice of the next prompt never sees it.
 *
 * A trigger notes in the outbox that a prompt ended, came back or was removed; those that wait for it are then looked
 * at again. Whoever waits for nothing any more becomes `accepted`, and a follow-up queues it.
 */
import { type Chain, isHeld } from '../../workflows/contracts/chains';
import type { Db } from '../db/open';
import { type Clock, sqlTime } from '../db/time';
import type { Outbox } from '../outbox';
import type { PromptRow } from '../rows';
import { chainReader } from './chain-standing';
import type { ReceiptWriter } from './receipts';

/** undefined stays as it is; a list or a null takes the place of what was there. */
export interface ChainChange {
  readonly after?: Chain['after'] | undefined;
  readonly on?: Chain['on'] | undefined;
  readonly notBefore?: Chain['notBefore'] | undefined;
}

export type ChainFault = { readonly field: 'after'; readonly message: string };

export interface ChainsDeps {
  readonly receipts: ReceiptWriter;
  readonly outbox: Pick<Outbox, 'add' | 'withdraw'> & {
    readonly transition: Pick<Outbox['transition'], 'assigner'>;
  };
}

/** Released in one transaction: each is some milliseconds' work. */
const DUE_AT_ONCE = 200;

export type Chains = ReturnType<typeof promptChains>;

export function promptChains(db: Db, clock: Clock, { receipts, outbox }: ChainsDeps) {
  const transition = outbox.transition.assigner;
  const reader = chainReader(db, clock);
  const get = db.prepare<[number], PromptRow>('SELECT * FROM prompts WHERE id = ?');
  const wait = db.prepare('INSERT OR IGNORE INTO prompt_upstreams (prompt_id, upstream_id) VALUES (?, ?)');
  const forget = db.prepare(`
    DELETE FROM prompt_upstreams WHERE prompt_id = @id AND upstream_id NOT IN (SELECT value FROM json_each(@after))`);
  const set = db.prepare(
    'UPDATE prompts SET chain_on = @on, hold_until = @until, released_at = NULL, due_at = NULL WHERE id = @id',
  );
  const setDue = db.prepare('UPDATE prompts SET due_at = @dueAt WHERE id = @id AND due_at IS NOT @dueAt');
  const letGo = db.prepare('UPDATE prompts SET released_at = @now, due_at = NULL WHERE id = @id');
  const waiting = db
    .prepare<[number], number>(
      `SELECT u.prompt_id FROM prompt_upstreams u JOIN prompts p ON p.id = u.prompt_id
       WHERE u.upstream_id = ? AND p.stage IN ('held', 'blocked') ORDER BY u.prompt_id`,
    )
    .pluck();
  const due = db
    .prepare<[string], number>(
      `SELECT id FROM prompts WHERE stage = 'held' AND due_at <= ? ORDER BY due_at LIMIT ${DUE_AT_ONCE}`,
    )
    .pluck();

  /** Whoever calls starts its workflow, or has noted that somebody should. */
  const release = (id: number, reason: string): void => {
    letGo.run({ id, now: sqlTime(clock()) });
    receipts.step(id, 'accepted', null, reason);
  };
  const startLater = (id: number): void => void outbox.add('prompt_start', id);

  /** Looks at a prompt that nobody has yet. `start`: what is done where it is let go. True if its stage changed. */
  const look = (row: PromptRow, start: (id: number) => void): boolean => {
    const standing = reader.standing(row);
    if (standing.state === 'free') {
      if (isHeld(row)) {
        release(row.id, standing.reason);
        start(row.id);
      } else letGo.run({ id: row.id, now: sqlTime(clock()) });
      return isHeld(row);
    }
    if (row.stage !== standing.state || row.reason !== standing.reason)
      receipts.step(row.id, standing.state, null, standing.reason);
    setDue.run({ id: row.id, dueAt: standing.state === 'held' ? standing.dueAt : null });
    return row.stage !== standing.state;
  };
  const keep = (id: number, { after, on, notBefore }: Chain): void => {
    forget.run({ id, after: JSON.stringify(after) });
    for (const upstream of after) wait.run(id, upstream);
    const until = notBefore === null ? null : sqlTime(new Date(notBefore));
    set.run({ id, on: after.length > 0 ? on : null, until });
  };
  const releaseAll = transition((now: string): void => {
    for (const id of due.all(now)) look(get.get(id) as PromptRow, startLater);
  });
  const chainOf = (row: PromptRow): Chain => ({
    after: reader.after(row.id),
    on: row.chain_on ?? 'success',
    notBefore: row.hold_until,
  });

  return {
    after: reader.after,
    links: reader.links,
    help: reader.help,

    /** What is wrong with waiting for these; null: nothing. `id`: of the prompt that is to wait, where there is one. */
    faultOf(after: readonly number[], id?: number): ChainFault | null {
      for (const upstream of after) {
        const fault = (message: string): ChainFault => ({ field: 'after', message });
        if (!reader.exists(upstream)) return fault(`there is no prompt ${upstream}`);
        if (upstream === id) return fault('it would wait for itself');
        if (id !== undefined && reader.isBehind(id, upstream))
          return fault(`prompt ${upstream} waits for prompt ${id} already: each would wait for the other`);
      }
      return null;
    },

    /** Of a prompt that was just inserted, within that transaction: it is held, or waits for nothing. */
    hold(id: number, chain: Chain): void {
      keep(id, chain);
      look(get.get(id) as PromptRow, () => {});
    },

    /** One that was ended while it waited waits again; within the transaction that opens it again. */
    holdAgain(id: number): void {
      const row = get.get(id) as PromptRow;
      const hasChain = row.hold_until !== null || reader.after(id).length > 0;
      if (hasChain && row.released_at === null) look(row, () => {});
    },

    /** Another wish for a prompt that no session has. False where one has it, or it has ended. */
    change: transition((id: number, change: ChainChange, by: string): boolean => {
      const row = get.get(id);
      if (!row || row.status !== 'pending') return false;
      const before = chainOf(row);
      const { after = before.after, on = before.on } = change;
      keep(id, {
        after,
        on,
        notBefore: change.notBefore === undefined ? before.notBefore : change.notBefore,
      });
      receipts.note(id, `what it waits for was changed by ${by}`);
      look(get.get(id) as PromptRow, () => {});
      return true;
    }),

    /** A person lets it go, whatever it waits for. False where it doesn't wait. */
    release: transition((id: number, reason: string): boolean => {
      const row = get.get(id);
      if (!row || !isHeld(row)) return false;
      release(id, reason);
      return true;
    }),

    /** A prompt ended, came back, was blocked or removed: those that wait for it, and for those, are looked at. */
    step: transition((upstream: number): void => {
      const changed = [upstream];
      const seen = new Set<number>();
      for (let one = changed.pop(); one !== undefined; one = changed.pop()) {
        // What this step itself brings about needs no other.
        if (one !== upstream) outbox.withdraw('chain_step', one);
        for (const id of waiting.all(one)) {
          const row = get.get(id) as PromptRow;
          if (look(row, startLater) && !seen.has(id)) {
            seen.add(id);
            changed.push(id);
          }
        }
      }
    }),

    /** Those whose time has come; cheap where there are none. Call it every second. */
    releaseDue(): void {
      const now = sqlTime(clock());
      if (due.all(now).length > 0) releaseAll(now);
    },
  };
}
