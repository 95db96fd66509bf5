/**
 * Looks at the parts of this process every second, whether the engine is up or not: what it finds opens and closes
 * outages at once, and is written down once an interval while no workflow can do it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { ClockFacts, LiveHealth } from '../activities/health/settings';
import { type HealthRecord, SERVER_KEY } from '../store/health';
import type { Logger } from '../telemetry/log';
import {
  type CurrentHealth,
  type Finding,
  HEALTH_COMPONENTS,
  type OpenFinding,
  worstOf,
} from '../workflows/contracts/health';
import { clockWatch } from './clock-watch';
import { isVital } from './live-health';

export interface HealthWatchOptions {
  readonly record: Pick<HealthRecord, 'awake' | 'compare' | 'record' | 'current' | 'sinceCheckMs'>;
  readonly log: Logger;
  /** What is wrong with the parts now. */
  readonly find: () => Promise<readonly Finding[]>;
  /** How often the workflow checks. */
  readonly intervalMs: number;
  readonly everyMs?: number;
  /** Done after each look. */
  readonly then?: () => void;
}

/** A vital part that has been gone for so long doesn't come back by itself at once. */
const UNHEALTHY_AFTER_MS = 60_000;
/** Intervals without a check of the workflow. */
const ALONE_AFTER = 1.5;
/** Parts come up one after the other. */
const STARTS_WITHIN_MS = 30_000;

export interface HealthWatch extends LiveHealth {
  /** What is known now, of the parts and of the last check. */
  current(): CurrentHealth;
  /** Looks at once: a part has changed. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

export function watchHealth(options: HealthWatchOptions): HealthWatch {
  const { record, log, find, intervalMs, everyMs = 1_000, then } = options;
  const { awake } = record;
  const halt = new AbortController();
  const clocks = clockWatch();
  const startedMs = awake.nowMs();
  /** Since when each has been seen, by the clock of this process. */
  const sinceMs = new Map<string, { awakeMs: number; at: string }>();
  let live: readonly Finding[] = [];
  let wasWell = false;
  let written = '';
  let keptMs = -Infinity;
  let looking: Promise<void> | undefined;

  const remember = (found: readonly Finding[]): void => {
    const causes = new Set(found.map(({ cause }) => cause));
    for (const cause of sinceMs.keys()) if (!causes.has(cause)) sinceMs.delete(cause);
    for (const cause of causes)
      if (!sinceMs.has(cause)) sinceMs.set(cause, { awakeMs: awake.nowMs(), at: new Date().toISOString() });
    live = found.map((finding) => {
      const forMs = awake.nowMs() - (sinceMs.get(finding.cause)?.awakeMs ?? Infinity);
      return isVital(finding) && forMs >= UNHEALTHY_AFTER_MS ? { ...finding, status: 'unhealthy' } : finding;
    });
  };

  const write = (): void => {
    // Parts that have just come up, or woken, say nothing yet about those that ended before.
    if (awake.hasJustWoken() || (!wasWell && awake.nowMs() - startedMs < STARTS_WITHIN_MS)) return;
    const isAlone = record.sinceCheckMs() > intervalMs * ALONE_AFTER;
    if (isAlone && awake.nowMs() - keptMs >= intervalMs) {
      const key = `${SERVER_KEY}${new Date().toISOString()}`;
      const components = HEALTH_COMPONENTS.filter(
        (one) => one === 'engine' || live.some((each) => each.component === one),
      );
      record.record({ key, watcher: 'server', components, findings: live });
      keptMs = awake.nowMs();
    } else {
      const news = JSON.stringify(live);
      if (news === written) return;
      record.compare('server', live);
      written = news;
    }
  };

  const once = async (): Promise<void> => {
    clocks.slept(awake.tick());
    clocks.tick();
    try {
      remember(await find());
      wasWell ||= !live.some(isVital);
      write();
      then?.();
    } catch (error) {
      // What can't be written now is found again with the next look.
      log.warn({ err: error }, 'the health could not be written down; tried again');
    }
  };
  const look = (): Promise<void> => (looking ??= once().finally(() => (looking = undefined)));
  const watch = (async () => {
    while (!halt.signal.aborted) {
      await look();
      await pause(everyMs, undefined, { signal: halt.signal, ref: false }).catch(() => undefined);
    }
  })();

  return {
    findings: () => live,
    clocks: (): ClockFacts => clocks.take(),
    look,
    current(): CurrentHealth {
      const known = record.current();
      const ofChecks = known.findings.filter(({ watcher }) => watcher === 'check');
      const ofParts = live.map((finding): OpenFinding => {
        const since = sinceMs.get(finding.cause)?.at ?? new Date().toISOString();
        return { ...finding, since, watcher: 'server' };
      });
      const findings = [...ofParts, ...ofChecks];
      return { status: worstOf(findings), findings, checkedAt: known.checkedAt };
    },
    async stop() {
      halt.abort();
      await watch;
    },
  };
}
