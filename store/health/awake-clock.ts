/**
 * Time in which this process ran. It stands still while the machine sleeps and while the process is stopped, and takes no
 * notice of a wall clock that is set.
 */
import { uptime } from 'node:os';

export interface Clocks {
  /** May stand still while the machine sleeps. */
  readonly monotonicMs: () => number;
  /** Since the machine was started; goes on while it sleeps. */
  readonly bootMs: () => number;
}

export interface AwakeClock {
  /** Call it every second. Returns how long nobody did, in milliseconds; 0 if it is in time. */
  tick(): number;
  nowMs(): number;
  /** It woke so short a time ago that what it sees may be left from before. */
  hasJustWoken(): boolean;
}

/** A busy machine is that late now and then. */
const LATE_MS = 5_000;
/** Connections are made again, and others catch up. */
const SETTLES_MS = 30_000;

const MACHINE: Clocks = { monotonicMs: () => performance.now(), bootMs: () => uptime() * 1_000 };

export function awakeClock({ monotonicMs, bootMs }: Clocks = MACHINE): AwakeClock {
  let last = { monotonicMs: monotonicMs(), bootMs: bootMs() };
  let passedMs = 0;
  let wokeMs = -Infinity;
  const elapsed = () => {
    const now = { monotonicMs: monotonicMs(), bootMs: bootMs() };
    const ms = Math.max(0, now.monotonicMs - last.monotonicMs, now.bootMs - last.bootMs);
    return { now, ms };
  };
  const nowMs = (): number => {
    const { ms } = elapsed();
    // Of a long gap it isn't known how much was slept.
    return passedMs + (ms > LATE_MS ? 0 : ms);
  };
  return {
    nowMs,
    tick() {
      const { now, ms } = elapsed();
      if (ms <= LATE_MS) passedMs += ms;
      else wokeMs = passedMs;
      last = now;
      return ms > LATE_MS ? ms : 0;
    },
    hasJustWoken: () => elapsed().ms > LATE_MS || nowMs() - wokeMs < SETTLES_MS,
  };
}
