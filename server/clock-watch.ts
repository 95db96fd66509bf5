/** What happens to the clocks of the machine between two checks of the health. */
import { uptime } from 'node:os';
import type { ClockFacts } from '../activities/health/settings';

export interface Clocks {
  readonly wallMs: () => number;
  /** Since the machine was started; goes on while it sleeps. */
  readonly bootMs: () => number;
}

/** Clocks that are read one after the other differ by so much; NTP moves them slowly. */
const NOTHING_MS = 500;

const MACHINE: Clocks = { wallMs: () => Date.now(), bootMs: () => uptime() * 1_000 };

export function clockWatch({ wallMs, bootMs }: Clocks = MACHINE) {
  let last = { wall: wallMs(), boot: bootMs() };
  let facts: ClockFacts = { sleptMs: 0, jumpedMs: 0 };
  return {
    /** Call it every second. */
    tick(): void {
      const now = { wall: wallMs(), boot: bootMs() };
      const jumpedMs = now.wall - last.wall - (now.boot - last.boot);
      last = now;
      if (Math.abs(jumpedMs) > NOTHING_MS) facts = { ...facts, jumpedMs: facts.jumpedMs + jumpedMs };
    },
    slept(ms: number): void {
      facts = { ...facts, sleptMs: facts.sleptMs + ms };
    },
    /** Each once. */
    take(): ClockFacts {
      const taken = facts;
      facts = { sleptMs: 0, jumpedMs: 0 };
      return taken;
    },
  };
}
