/** Looks at everything, writes it down, and opens and closes outages. */
import type { Store } from '../../store';
import type { HealthLimits } from '../../config/health-limits';
import type { Finding, HealthActivities, HealthComponent } from '../../workflows/contracts/health';
import { HEALTH_COMPONENTS } from '../../workflows/contracts/health';
import type { Deps, EngineClient } from '../context';
import { engineChecks } from './engine';
import { expiryCheck } from './expiry';
import { type Before, type Check, finding } from './finding';
import { machineChecks } from './machine';
import { sessionCheck } from './sessions';
import type { ClockFacts, HealthSettings } from './settings';
import { storageChecks } from './storage';
import { workChecks } from './work';

/** Once is a busy machine: it is shown, and an outage only when it is so again. */
const UNSEEN = 'unseen';
const isUnseen = (cause: string): boolean => cause.endsWith(`.${UNSEEN}`);
/** A network file system that hangs must not keep the rest from being looked at. */
const CHECK_TIMEOUT_MS = 10_000;
const MS_A_SECOND = 1_000;

type CheckDeps = Pick<Deps, 'log'> & {
  readonly store: Pick<
    Store,
    'healthRecord' | 'sessions' | 'stuckPrompts' | 'stuckTasks' | 'vault' | 'alerts' | 'throughput'
  >;
  readonly engine: Pick<EngineClient, 'queueFacts' | 'scheduleFacts'>;
  readonly health: HealthSettings;
};

export function healthActivities({ store, engine, log, health }: CheckDeps): HealthActivities {
  const { limits, places, certificateFile, live } = health;
  const before = whatWas(store.healthRecord);
  const checks = [
    ...engineChecks(engine, before),
    ...machineChecks(),
    ...storageChecks(places),
    sessionCheck(store, before),
    ...workChecks(store),
    expiryCheck({ vault: store.vault, certificateFile }),
  ];
  const findsToo = new Set(checks.flatMap(({ further = [] }) => further));
  const isOf = ({ component, cause }: Finding, one: Check): boolean =>
    one.further?.includes(cause) === true || (component === one.component && !findsToo.has(cause));
  /** What could not be looked at the last time. */
  let unseenBefore = new Set(before.causes.filter(isUnseen));
  const seen = new Map<Check, readonly Finding[]>();
  /** What was wrong when it was last looked at: that nobody can look ends no outage. */
  const lastSeen = (one: Check): readonly Finding[] =>
    seen.get(one) ??
    store.healthRecord
      .current()
      .findings.filter((known) => known.watcher === 'check' && isOf(known, one) && !isUnseen(known.cause));
  const find = async (one: Check): Promise<readonly Finding[]> => {
    const found = await findAll(one, limits);
    if (found.some(({ cause }) => isUnseen(cause))) return [...found, ...lastSeen(one)];
    seen.set(one, found);
    return found;
  };
  const look = async (): Promise<{ found: Finding[]; missed: Finding[] }> => {
    const all = (await Promise.all(checks.map(find))).flat();
    const isNew = ({ cause }: Finding): boolean => isUnseen(cause) && !unseenBefore.has(cause);
    const found = all.filter((finding) => !isNew(finding));
    const missed = all.filter(isNew);
    unseenBefore = new Set(all.map(({ cause }) => cause).filter(isUnseen));
    return { found, missed };
  };
  return {
    async checkHealth({ checkKey }) {
      const { found, missed } = await look();
      const clocks = live.clocks();
      const { status, opened, closed } = store.healthRecord.record({
        ...{ key: checkKey, watcher: 'check', components: HEALTH_COMPONENTS, findings: found },
        others: [...live.findings(), ...missed, ...judgeClocks(clocks, limits)],
        notes: sleepNote(clocks),
      });
      const causes = [...live.findings(), ...found].map(({ cause }) => cause);
      store.alerts.look();
      store.throughput.look();
      if (opened + closed > 0) log.warn({ status, causes, opened, closed }, 'the health changed');
      return { status, causes, opened, closed };
    },
  };
}

function whatWas({ awake, current }: Store['healthRecord']): Before & { readonly causes: readonly string[] } {
  const { findings } = current();
  return {
    awakeMs: awake.nowMs,
    causes: findings.map(({ cause }) => cause),
    subjectsOf: (wanted) =>
      new Set(findings.flatMap(({ cause, subjects }) => (cause === wanted ? subjects : []))),
  };
}

async function findAll({ component, find }: Check, limits: HealthLimits): Promise<readonly Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${CHECK_TIMEOUT_MS / MS_A_SECOND} seconds`));
    }, CHECK_TIMEOUT_MS);
  });
  try {
    return await Promise.race([find(limits), late]);
  } catch (error) {
    return [unseen(component, error)];
  } finally {
    clearTimeout(timer);
  }
}

/** Nobody knows is not the same as all is well. */
function unseen(component: HealthComponent, error: unknown): Finding {
  const { code, message } = error as { code?: string | number; message: string };
  // Messages of the system name paths.
  const why = code === undefined && !message.includes('/') ? message : `error ${code ?? ''}`.trim();
  return finding(component, UNSEEN, {
    reason: `Part of the health (${component}) could not be looked at: ${why}.`,
    remedy: 'It is looked at again with the next check; assigner.log says more.',
  });
}

/** A jump is over at once: it is shown, and no outage. */
export function judgeClocks(
  { jumpedMs }: ClockFacts,
  { clock_jump_seconds: limit }: HealthLimits,
): Finding[] {
  const seconds = Math.round(jumpedMs / MS_A_SECOND);
  if (Math.abs(seconds) <= limit) return [];
  return [
    finding('clock', 'jumped', {
      reason: `The clock of the machine was set ${seconds > 0 ? 'forward' : 'back'} by ${Math.abs(seconds)} seconds.`,
      remedy: 'Have the time kept by NTP; durations are measured without it.',
      value: seconds,
      limit,
    }),
  ];
}

function sleepNote({ sleptMs }: ClockFacts): Partial<Record<HealthComponent, string>> {
  const seconds = Math.round(sleptMs / MS_A_SECOND);
  return seconds === 0
    ? {}
    : { clock: `The machine slept, or the dashboard was stopped, for ${seconds} seconds.` };
}
