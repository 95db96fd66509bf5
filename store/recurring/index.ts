/** Prompts that are queued again and again: their definitions, and what became of each time. */
import type { ScheduleChanges } from '../../workflows/contracts/schedules';
import { recurringIdOf } from '../../workflows/contracts/wire-names';
import type { Db } from '../db/open';
import { type Clock, isoTime, sqlTime, timeMs } from '../db/time';
import type { SessionTargets } from '../sessions/targets';
import { firing, type FireDeps } from './fire';
import type { FiringRow, RecurringRow, RecurringWish } from './rows';

type Kept = Omit<RecurringRow, 'variables' | 'spec' | 'paused'> & {
  readonly variables: string;
  readonly spec: string;
  readonly paused: number;
};

export interface RecurringDeps extends Omit<FireDeps, 'find'> {
  readonly targets: SessionTargets;
}

const COLUMNS = [
  ...['name', 'content', 'template_id', 'variables', 'target_session', 'target_uid', 'target_provider'],
  ...['expected_provider', 'specialty', 'priority', 'project_id', 'timeout_minutes', 'max_retries', 'spec'],
  ...['timezone', 'catch_up_minutes', 'paused', 'updated_by', 'updated_at'],
];

export type Recurring = ReturnType<typeof recurringRepository>;

export function recurringRepository(db: Db, clock: Clock, { targets, ...deps }: RecurringDeps) {
  const all = db.prepare<[], Kept>('SELECT * FROM recurring_prompts ORDER BY name');
  const byId = db.prepare<[number], Kept>('SELECT * FROM recurring_prompts WHERE id = ?');
  const byName = db.prepare<[string], Kept>('SELECT * FROM recurring_prompts WHERE name = ?');
  const insert = db
    .prepare<[object], number>(
      `INSERT INTO recurring_prompts (${COLUMNS.join()}, created_by, created_at)
       VALUES (${COLUMNS.map((name) => `@${name}`).join()}, @updated_by, @updated_at) RETURNING id`,
    )
    .pluck();
  const update = db.prepare(
    `UPDATE recurring_prompts SET ${COLUMNS.map((name) => `${name} = @${name}`).join()} WHERE id = @id`,
  );
  const remove = db.prepare('DELETE FROM recurring_prompts WHERE id = ?');
  const firings = db.prepare<[number, number], FiringRow>(
    'SELECT * FROM recurring_firings WHERE recurring_id = ? ORDER BY scheduled_at DESC LIMIT ?',
  );
  const byPrompt = db.prepare<[number], FiringRow>('SELECT * FROM recurring_firings WHERE prompt_id = ?');

  const rows = (kept: readonly Kept[]): RecurringRow[] =>
    targets.named(
      kept.map((one) => ({
        ...one,
        variables: JSON.parse(one.variables) as RecurringRow['variables'],
        spec: JSON.parse(one.spec) as RecurringRow['spec'],
        paused: one.paused === 1,
      })),
    );
  const get = (id: number): RecurringRow | undefined => rows([byId.get(id)].flatMap((one) => one ?? []))[0];
  const values = (wish: RecurringWish, by: string) => ({
    ...wish,
    ...{ variables: JSON.stringify(wish.variables), spec: JSON.stringify(wish.spec) },
    ...{ paused: Number(wish.paused), target_uid: targets.uidOf(wish.target_session) },
    ...{ updated_by: by, updated_at: sqlTime(clock()) },
  });

  return {
    list: (): RecurringRow[] => rows(all.all()),
    get,
    named: (name: string) => rows([byName.get(name)].flatMap((one) => one ?? []))[0],
    add: (wish: RecurringWish, by: string): number => insert.get(values(wish, by)) as number,
    change: (id: number, wish: RecurringWish, by: string): void =>
      void update.run({ id, ...values(wish, by) }),
    remove: (id: number): void => void remove.run(id),
    /** The newest first. */
    firings: (id: number, limit: number) => firings.all(id, limit),
    /** What sent a prompt; undefined: no recurring prompt. */
    firingOf: (promptId: number) => byPrompt.get(promptId),
    /** Its schedule is brought up to date when the engine answers again. */
    followLater: deps.outbox.transition.assigner((id: number): void => {
      deps.outbox.add('recurring_schedule', id);
    }),
    /** Times after this one are not known to have been due: neither fired, nor before it was as it is now. */
    decidedUntil(id: number): Date {
      const row = byId.get(id);
      const [last] = firings.all(id, 1);
      const times = [row?.updated_at, last?.scheduled_at].flatMap((time) => (time ? [timeMs(time)] : []));
      return times.length === 0 ? clock() : new Date(Math.max(...times));
    },
    fire: firing(db, clock, { find: get, ...deps }),

    /** Changes of schedules, where those of recurring prompts are changes of their definitions. */
    scheduleChanges: (others: ScheduleChanges): ScheduleChanges => ({
      get(scheduleId) {
        const id = recurringIdOf(scheduleId);
        if (id === undefined) return others.get(scheduleId);
        const row = get(id);
        if (!row) return undefined;
        const { paused, spec, updated_by: changedBy, updated_at: at } = row;
        return { paused, spec, base: null, changedBy, changedAt: isoTime(at) };
      },
      keep(scheduleId, change) {
        const id = recurringIdOf(scheduleId);
        const row = id === undefined ? undefined : get(id);
        if (id === undefined) others.keep(scheduleId, change);
        if (!row) return;
        const wish = { ...row, paused: change.paused, spec: change.spec ?? row.spec };
        update.run({ ...values(wish, change.changedBy), id: row.id });
      },
    }),
  };
}
