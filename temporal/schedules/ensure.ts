/** Makes the schedules as the table and the changes of people want them. */
import {
  type ScheduleClient,
  type ScheduleDescription,
  type ScheduleOptions,
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
} from '@temporalio/client';
import type { ScheduleChange, ScheduleChanges, ScheduleSpec } from '../../workflows/contracts/schedules';
import { HUB_QUEUE } from '../../workflows/contracts/wire-names';
import { describeRun } from '../descriptions';
import { fromEngine, lastTime, localZone, sameSpec, toEngine } from './spec';
import type { ScheduleEntry } from './table';

const SECOND_MS = 1_000;

/** An entry that no setting has switched off. */
export type ActiveEntry = ScheduleEntry & { readonly spec: ScheduleSpec };
export const isActive = (entry: ScheduleEntry): entry is ActiveEntry => entry.spec !== null;

/** Who changed what we find changed in the engine. */
const IN_TEMPORAL = 'Temporal';
/** Field of the memo with what we set last: whatever differs from it was changed in Temporal. */
const SET_BY_US = 'architect';

interface SetByUs {
  readonly spec: ScheduleSpec;
  readonly paused: boolean;
  readonly zone: string;
  readonly input: object | null;
  readonly catchUpMs: number;
}

/**
 * Makes it, or brings it up to date; two servers may do that at once. What a person changed in Temporal is kept, here
 * too.
 */
export async function ensureSchedule(
  schedules: ScheduleClient,
  changes: ScheduleChanges,
  entry: ScheduleEntry,
): Promise<void> {
  const handle = schedules.getHandle(entry.id);
  if (!isActive(entry)) return deleteSchedule(schedules, entry.id);
  forgetOld(entry, changes);
  try {
    await create(schedules, entry, wantedOf(entry, changes));
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
    await follow(schedules, changes, entry, await handle.describe());
  }
}

export async function deleteSchedule(schedules: ScheduleClient, id: string): Promise<void> {
  await schedules
    .getHandle(id)
    .delete()
    .catch((error: unknown) => {
      if (!(error instanceof ScheduleNotFoundError)) throw error;
    });
}

/** Brings one that was found up to date; false where it is. @throws ScheduleNotFoundError */
export async function follow(
  schedules: ScheduleClient,
  changes: ScheduleChanges,
  entry: ActiveEntry,
  found: ScheduleDescription,
): Promise<boolean> {
  learn(entry, changes, found);
  const wanted = wantedOf(entry, changes);
  const before = setByUs(found);
  if (before !== undefined && before === stamp(entry, wanted, zoneFound(entry, found))) return false;
  await update(schedules, entry, wanted);
  return true;
}

/** What we last set, as one text; undefined where Temporal's own commands have replaced it. */
function setByUs({ action }: ScheduleDescription): string | undefined {
  const text = action.memo?.[SET_BY_US];
  return typeof text === 'string' ? text : undefined;
}

/** In which the times of an entry are read. */
export const zoneOf = ({ timezone }: ScheduleEntry): string => timezone ?? localZone();

/** The engine knows fewer zones than we may: what was refused once stands there as UTC. */
const zoneFound = (entry: ScheduleEntry, found: ScheduleDescription): string => {
  if (entry.timezone !== undefined) return entry.timezone;
  const text = setByUs(found);
  const zone = text === undefined ? undefined : (JSON.parse(text) as SetByUs).zone;
  return zone === 'UTC' ? zone : localZone();
};

const stamp = ({ input, catchUpMs }: ScheduleEntry, { spec, paused }: Wanted, zone: string): string =>
  JSON.stringify({ spec, paused, zone, input: input ?? null, catchUpMs } satisfies SetByUs);

/** Keeps what a person changed in Temporal. */
export function learn(entry: ActiveEntry, changes: ScheduleChanges, found: ScheduleDescription): void {
  const text = setByUs(found);
  const ours = text === undefined ? undefined : (JSON.parse(text) as SetByUs);
  const spec = fromEngine(found.spec, ours?.zone ?? zoneOf(entry));
  const isSpecTheirs = ours === undefined || !sameSpec(spec, ours.spec);
  const known = changes.get(entry.id);
  const wasPaused = known?.paused ?? false;
  // What differs from the record alone is a wish of ours that was cut off on its way.
  const paused = found.state.paused === ours?.paused ? wasPaused : found.state.paused;
  const before = { spec: known?.spec ?? null, base: known?.base ?? null };
  const after = isSpecTheirs ? changedSpec(entry, spec) : before;
  if (paused === wasPaused && sameSpec(after.spec, before.spec)) return;
  changes.keep(entry.id, { paused, ...after, changedBy: IN_TEMPORAL });
}

/** A wish that is our own anyway is none. */
export const changedSpec = (
  { spec: own }: ActiveEntry,
  spec: ScheduleSpec | null,
): Pick<ScheduleChange, 'spec' | 'base'> =>
  spec === null || sameSpec(spec, own) ? { spec: null, base: null } : { spec, base: own };

export interface Wanted {
  readonly spec: ScheduleSpec;
  readonly paused: boolean;
}

export function wantedOf(entry: ActiveEntry, changes: ScheduleChanges): Wanted {
  const change = changes.get(entry.id);
  return { spec: change?.spec ?? entry.spec, paused: change?.paused ?? false };
}

/** Times that a person set in place of ours give way once the setting is another one: that is the newer word. */
function forgetOld(entry: ActiveEntry, changes: ScheduleChanges): void {
  const change = changes.get(entry.id);
  if (!change || change.base === null || sameSpec(change.base, entry.spec)) return;
  changes.keep(entry.id, { ...change, spec: null, base: null });
}

const optionsOf = (entry: ActiveEntry, { spec, paused }: Wanted, zone: string) => {
  const { memo, ...described } = describeRun(entry.workflow, entry.workflowId ?? '');
  return {
    scheduleId: entry.id,
    spec: toEngine(spec, zone),
    action: {
      type: 'startWorkflow',
      workflowType: entry.workflow,
      taskQueue: HUB_QUEUE,
      ...(entry.workflowId !== undefined && { workflowId: entry.workflowId }),
      ...(entry.input && { args: [entry.input] }),
      ...described,
      memo: { ...memo, [SET_BY_US]: stamp(entry, { spec, paused }, zone) },
    },
    policies: { overlap: ScheduleOverlapPolicy[entry.overlap ?? 'SKIP'], catchupWindow: entry.catchUpMs },
    state: { note: entry.what, paused },
  } satisfies ScheduleOptions;
};

async function create(schedules: ScheduleClient, entry: ActiveEntry, wanted: Wanted): Promise<void> {
  await inAZone(entry, wanted.spec, (zone) => {
    const options = optionsOf(entry, wanted, zone);
    const state = { ...options.state, ...missedOf(entry, wanted, zone) };
    return schedules.create({ ...options, state });
  });
}

/**
 * A new engine, or one that lost its database, doesn't know what was due before. The record does: of the times that it
 * has nothing of, and that are no longer ago than is made up for, the last is begun. The engine is told of that one only:
 * of a long list it begins some, one after the other. The same call makes the schedule, so that it is done once.
 */
function missedOf({ decidedUntil, catchUpMs }: ActiveEntry, { spec, paused }: Wanted, zone: string) {
  const end = new Date();
  if (decidedUntil === undefined || paused) return {};
  const firstMs = Math.max(decidedUntil.getTime() + SECOND_MS, end.getTime() - catchUpMs);
  const last = lastKnown(spec, zone, end);
  if (last !== null && last.getTime() < firstMs) return {};
  const start = new Date(last === null ? firstMs : last.getTime() - SECOND_MS);
  return start < end ? { backfill: [{ start, end, overlap: ScheduleOverlapPolicy.SKIP }] } : {};
}

/** What is wrong with a zone is the engine's to say. */
function lastKnown(...given: Parameters<typeof lastTime>): Date | null {
  try {
    return lastTime(...given);
  } catch {
    return null;
  }
}

export async function update(schedules: ScheduleClient, entry: ActiveEntry, wanted: Wanted): Promise<void> {
  await inAZone(entry, wanted.spec, (zone) =>
    schedules.getHandle(entry.id).update(({ state }) => ({
      ...optionsOf(entry, wanted, zone),
      state: { ...state, paused: wanted.paused },
    })),
  );
}

/** In the zone that it is meant in, or in local time; in UTC where the engine doesn't know ours. */
async function inAZone(
  { timezone }: ScheduleEntry,
  spec: ScheduleSpec,
  call: (zone: string) => Promise<unknown>,
): Promise<void> {
  if (timezone !== undefined) {
    await call(timezone);
    return;
  }
  try {
    await call(localZone());
  } catch (error) {
    if (error instanceof ScheduleAlreadyRunning || error instanceof ScheduleNotFoundError) throw error;
    if (!('cron' in spec) || localZone() === 'UTC') throw error;
    await call('UTC');
  }
}
