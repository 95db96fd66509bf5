/** The schedules: made at the start, shown, paused, changed and triggered. */
import {
  type Client,
  type ScheduleClient,
  type ScheduleDescription,
  ScheduleNotFoundError,
} from '@temporalio/client';
import { setTimeout as pause } from 'node:timers/promises';
import type {
  ScheduleChanges,
  ScheduledRun,
  ScheduleSpec,
  ScheduleState,
} from '../../workflows/contracts/schedules';
import type { RecurringTimes } from '../../workflows/contracts/recurring';
import { isRecurringSchedule, recurringScheduleId } from '../../workflows/contracts/wire-names';
import { grpcError, isTransport } from '../errors';
import type { WithDeadline } from '../workflow-calls';
import {
  type ActiveEntry,
  changedSpec,
  deleteSchedule,
  ensureSchedule,
  follow,
  isActive,
  learn,
  update,
  wantedOf,
  zoneOf,
} from './ensure';
import { recentRuns, runOf } from './runs';
import { recurringEntry } from './recurring';
import { inWords } from './spec';
import { type ScheduleEntry, scheduleTable, type ScheduleSettings } from './table';

export interface SchedulesOptions extends ScheduleSettings {
  /** What people changed. */
  readonly changes: ScheduleChanges;
  /** Recurring prompts, as they are now. */
  readonly recurring: RecurringSource;
}

export interface RecurringSource {
  list(): readonly RecurringTimes[];
  /** Up to when the record knows what became of its times. */
  decidedUntil(id: number): Date;
}

/** As many as Temporal keeps. */
const ALL_RUNS = 10;
const SHOWN_NEXT = 5;
/**
 * A busy engine takes its time for a hundred of them; for one as well, where its workflow is not at hand: then
 * the engine itself waits for 5 seconds before it asks elsewhere. One that is down refuses at once.
 */
const TIMEOUT_MS = 15_000;
/** How long the run that a person asked for is waited for, until it shows. */
const TRIGGER_TRIES = 30;
const TRIGGER_PAUSE_MS = 100;

/** The engine doesn't take these times; the message is for a person. */
export class ScheduleRefusedError extends Error {
  override readonly name = 'ScheduleRefusedError';
}

export interface WantedChange {
  readonly paused?: boolean | undefined;
  /** null: our own. */
  readonly spec?: ScheduleSpec | null | undefined;
  readonly by: string;
}

export function schedules(withDeadline: WithDeadline, { changes, recurring, ...settings }: SchedulesOptions) {
  const table = scheduleTable(settings);
  const entryOf = (one: RecurringTimes): ScheduleEntry => recurringEntry(one, recurring.decidedUntil(one.id));
  const entries = (): readonly ScheduleEntry[] => [...table, ...recurring.list().map(entryOf)];
  const active = (): ActiveEntry[] => entries().filter(isActive);

  /** One that somebody deleted in Temporal is made again. */
  const describe = async (schedule: ScheduleClient, entry: ActiveEntry): Promise<ScheduleDescription> => {
    const handle = schedule.getHandle(entry.id);
    try {
      return await handle.describe();
    } catch (error) {
      if (!(error instanceof ScheduleNotFoundError)) throw error;
      await ensureSchedule(schedule, changes, entry);
      return handle.describe();
    }
  };
  const look = async (client: Client, entry: ActiveEntry, runs: number): Promise<ScheduleState> => {
    let found = await describe(client.schedule, entry);
    if (await follow(client.schedule, changes, entry, found)) found = await describe(client.schedule, entry);
    return stateOf(entry, changes, found, await recentRuns(client, found, runs));
  };

  /** One that can't be made or read is told as such, and keeps no other from being told. */
  const lookOrFault = async (client: Client, entry: ActiveEntry, runs: number): Promise<ScheduleState> => {
    try {
      return await look(client, entry, runs);
    } catch (error) {
      if (isTransport(error)) throw error;
      return faulty(entry, changes, refusalOf(error) ?? (error as Error).message);
    }
  };

  /** Of recurring prompts that were removed while the engine was away. */
  const removeOrphans = async (schedule: ScheduleClient): Promise<void> => {
    for await (const { scheduleId: id } of schedule.list())
      // Asked of each anew: one may be made while the list is read.
      if (isRecurringSchedule(id) && !recurring.list().some((one) => recurringScheduleId(one.id) === id))
        await deleteSchedule(schedule, id);
  };

  return {
    /** Makes those that are missing, and brings the others up to date. One that is refused keeps no other from it. */
    async ensureAll(schedule: ScheduleClient): Promise<void> {
      const all = entries();
      const made = await Promise.allSettled(all.map((entry) => ensureSchedule(schedule, changes, entry)));
      await removeOrphans(schedule);
      const faults = made.flatMap((one, index) =>
        one.status === 'rejected' ? [`${all[index]?.id}: ${(one.reason as Error).message}`] : [],
      );
      if (faults.length > 0) throw new Error(`Schedules that could not be made: ${faults.join('; ')}`);
    },

    /** A recurring prompt was made, changed or removed. @throws EngineUnavailableError, ScheduleRefusedError */
    followRecurring: (recurringId: number): Promise<void> =>
      withDeadline(TIMEOUT_MS, async ({ schedule }) => {
        const row = recurring.list().find(({ id }) => id === recurringId);
        if (!row) return deleteSchedule(schedule, recurringScheduleId(recurringId));
        try {
          await ensureSchedule(schedule, changes, entryOf(row));
        } catch (error) {
          const refusal = refusalOf(error);
          throw refusal === undefined ? error : new ScheduleRefusedError(refusal, { cause: error });
        }
      }),

    /** undefined: there is none of that name, or a setting has switched it off. */
    scheduleEntry: (id: string): ActiveEntry | undefined => active().find((entry) => entry.id === id),

    /** All, each with its last run. @throws EngineUnavailableError */
    listSchedules: (): Promise<ScheduleState[]> =>
      withDeadline(TIMEOUT_MS, (client) =>
        Promise.all(active().map((entry) => lookOrFault(client, entry, 1))),
      ),

    /** With its last ten runs. @throws EngineUnavailableError */
    getSchedule: (entry: ActiveEntry): Promise<ScheduleState> =>
      withDeadline(TIMEOUT_MS, (client) => lookOrFault(client, entry, ALL_RUNS)),

    /**
     * Kept first, then set in the engine: where that is cut off, the next start makes up for it.
     * @throws EngineUnavailableError, ScheduleRefusedError
     */
    changeSchedule: (entry: ActiveEntry, { paused, spec, by }: WantedChange): Promise<ScheduleState> =>
      withDeadline(TIMEOUT_MS, async (client) => {
        learn(entry, changes, await describe(client.schedule, entry));
        const before = changes.get(entry.id) ?? { paused: false, spec: null, base: null, changedBy: by };
        const times = spec === undefined ? before : changedSpec(entry, spec);
        changes.keep(entry.id, {
          ...{ paused: paused ?? before.paused, changedBy: by },
          ...{ spec: times.spec, base: times.base },
        });
        try {
          await update(client.schedule, entry, wantedOf(entry, changes));
        } catch (error) {
          const refusal = refusalOf(error);
          if (refusal === undefined) throw error;
          changes.keep(entry.id, before);
          throw new ScheduleRefusedError(refusal, { cause: error });
        }
        return look(client, entry, ALL_RUNS);
      }),

    /** Starts a run now, paused or not; undefined where one is at work. @throws EngineUnavailableError */
    triggerSchedule: (entry: ActiveEntry): Promise<ScheduledRun | null | undefined> =>
      withDeadline(TIMEOUT_MS, async (client) => {
        const before = await describe(client.schedule, entry);
        if (before.info.runningActions.length > 0) return undefined;
        const handle = client.schedule.getHandle(entry.id);
        await handle.trigger();
        for (let tries = 0; tries < TRIGGER_TRIES; tries += 1) {
          const { info } = await handle.describe();
          const newest = info.recentActions.at(-1);
          if (newest && info.numActionsTaken > before.info.numActionsTaken) return runOf(client, newest);
          // It began a moment before and was not in the first description yet; the engine has left ours out.
          if (info.runningActions.length > 0) return undefined;
          await pause(TRIGGER_PAUSE_MS);
        }
        return null;
      }),
  };
}

/** What the engine finds wrong with a request (gRPC INVALID_ARGUMENT). */
const refusalOf = (error: unknown): string | undefined => grpcError(error, [3])?.message;

/** As it should be. */
function faulty(entry: ActiveEntry, changes: ScheduleChanges, fault: string): ScheduleState {
  const { spec, paused } = wantedOf(entry, changes);
  return {
    ...{ id: entry.id, what: entry.what, workflow: entry.workflow, spec, words: wordsOrNone(spec) },
    ...{ ownSpec: entry.spec, ownWords: wordsOrNone(entry.spec), timezone: zoneOf(entry), paused },
    ...{ note: '', change: changes.get(entry.id) ?? null, next: [], runs: [], running: false },
    ...{ taken: 0, missed: 0, overlapped: 0, fault },
  };
}

/** The times themselves may be what is wrong. */
function wordsOrNone(spec: ScheduleSpec): string {
  try {
    return inWords(spec);
  } catch {
    return 'at times that nobody can read';
  }
}

function stateOf(
  entry: ActiveEntry,
  changes: ScheduleChanges,
  { spec: engine, state, info }: ScheduleDescription,
  runs: readonly ScheduledRun[],
): ScheduleState {
  const { spec } = wantedOf(entry, changes);
  return {
    id: entry.id,
    what: entry.what,
    workflow: entry.workflow,
    spec,
    words: inWords(spec),
    ownSpec: entry.spec,
    ownWords: inWords(entry.spec),
    timezone: engine.timezone || zoneOf(entry),
    paused: state.paused,
    note: state.note ?? '',
    change: changes.get(entry.id) ?? null,
    next: state.paused ? [] : info.nextActionTimes.slice(0, SHOWN_NEXT).map((time) => time.toISOString()),
    runs,
    running: info.runningActions.length > 0,
    taken: info.numActionsTaken,
    missed: info.numActionsMissedCatchupWindow,
    overlapped: info.numActionsSkippedOverlap,
    fault: null,
  };
}
