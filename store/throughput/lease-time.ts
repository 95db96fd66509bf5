/** How long sessions had prompts: the time of each lease goes to the quarters of an hour that it lasted through. */
import type { Db } from '../db/open';
import { type Clock, timeMs } from '../db/time';
import { SLOT_SECONDS } from './rows';

/** No lease is older: its time would be one that nobody looks at. */
const MOST_SECONDS = 400 * 86_400;
const MS_A_SECOND = 1_000;

/** The seconds from one moment to the other, by the quarter they are in. Unix seconds. */
export function quartersOf(from: number, to: number): { slot: number; seconds: number }[] {
  const quarters: { slot: number; seconds: number }[] = [];
  let at = Math.max(from, to - MOST_SECONDS);
  while (at < to) {
    const slot = Math.floor(at / SLOT_SECONDS) * SLOT_SECONDS;
    const next = Math.min(slot + SLOT_SECONDS, to);
    quarters.push({ slot, seconds: next - at });
    at = next;
  }
  return quarters;
}

export type LeaseTime = ReturnType<typeof leaseTime>;

export function leaseTime(db: Db, clock: Clock) {
  const add = db.prepare(`
    INSERT INTO throughput (slot, leased_seconds) VALUES (@slot, @seconds)
    ON CONFLICT (slot) DO UPDATE SET leased_seconds = leased_seconds + excluded.leased_seconds`);
  const begun = db.prepare<[number], string>('SELECT granted_at FROM leases WHERE prompt_id = ?').pluck();
  const held = db.prepare<[], string>('SELECT granted_at FROM leases').pluck();
  const nowSeconds = (): number => clock().getTime() / MS_A_SECOND;
  const secondsOf = (time: string): number => timeMs(time) / MS_A_SECOND;

  return {
    /** In the transaction that ends the lease of the prompt, before it goes. */
    ended(promptId: number): void {
      const since = begun.get(promptId);
      if (since === undefined) return;
      for (const quarter of quartersOf(secondsOf(since), nowSeconds())) add.run(quarter);
    },
    /** Since when, in Unix seconds, each of the leases that are held now. */
    heldSince: (): number[] => held.all().map(secondsOf),
    nowSeconds,
  };
}
