/** Plans that a model drafts: the request, what it cost, and the plan that came of it, which waits for a person. */
import type { PlanInput } from '../../workflows/contracts/plans';
import type { PlanDraftState } from '../../workflows/contracts/plan-drafts';
import type { Db } from '../db/open';
import type { Transition } from '../outbox/transition';
import { lister, ifAny } from '../work-items/list';
import type { NewPlan } from './edit';
import type { PlanTables } from './tables';

export interface DraftRow {
  readonly id: number;
  readonly goal: string;
  readonly project_id: number | null;
  readonly working_dir: string | null;
  readonly state: PlanDraftState;
  readonly reason: string | null;
  readonly asked: number;
  readonly plan_id: number | null;
  /** JSON text. */
  readonly answer: string | null;
  readonly provider: string | null;
  readonly model: string | null;
  readonly cost_usd: number | null;
  readonly created_at: string;
  readonly created_by: string;
  readonly ended_at: string | null;
  readonly idempotency_hash: string | null;
}

export interface NewDraft {
  readonly goal: string;
  readonly projectId: number | null;
  readonly workingDir: string | null;
  readonly actor: string;
  readonly key: string | null;
  readonly hash: string | null;
}

export interface DraftedBy {
  readonly provider: string;
  readonly model: string | null;
  readonly costUsd: number | null;
}

export interface DraftDeps {
  readonly tables: Pick<PlanTables, 'now'>;
  readonly create: (plan: NewPlan) => { readonly id: number };
  readonly transition: Transition;
}

export function planDrafts(db: Db, { tables, create, transition }: DraftDeps) {
  const get = db.prepare<[number], DraftRow>('SELECT * FROM plan_drafts WHERE id = ?');
  const ofPlan = db.prepare<[number], DraftRow>('SELECT * FROM plan_drafts WHERE plan_id = ?');
  const byKey = db.prepare<[string], DraftRow>('SELECT * FROM plan_drafts WHERE idempotency_key = ?');
  const insert = db.prepare<object, { id: number }>(`
    INSERT INTO plan_drafts (goal, project_id, working_dir, created_at, created_by, idempotency_key, idempotency_hash)
    VALUES (@goal, @projectId, @workingDir, @now, @actor, @key, @hash) RETURNING id`);
  const ask = db.prepare(
    "UPDATE plan_drafts SET asked = @number, reason = NULL WHERE id = @id AND state = 'drafting'",
  );
  const wait = db.prepare(
    "UPDATE plan_drafts SET reason = @reason, asked = 0 WHERE id = @id AND state = 'drafting'",
  );
  const finish = db.prepare(`
    UPDATE plan_drafts SET state = 'drafted', reason = NULL, plan_id = @planId, answer = @answer, provider = @provider,
      model = @model, cost_usd = @costUsd, ended_at = @now WHERE id = @id`);
  const fail = db.prepare(`
    UPDATE plan_drafts SET state = 'failed', reason = coalesce(@reason, reason), ended_at = @now
    WHERE id = @id AND state = 'drafting'`);
  const reopen = db.prepare(
    "UPDATE plan_drafts SET state = 'drafting', reason = NULL, asked = 0, ended_at = NULL WHERE id = @id AND state = 'failed'",
  );
  const remove = db.prepare("DELETE FROM plan_drafts WHERE id = ? AND state <> 'drafting'");
  const open = db
    .prepare<[number], number>(
      "SELECT id FROM plan_drafts WHERE state = 'drafting' AND id > ? ORDER BY id LIMIT 500",
    )
    .pluck();
  const list = lister<DraftRow>(db, { table: 'plan_drafts', text: ['goal'] });

  return {
    get: (id: number) => get.get(id),
    /** That the plan came from; undefined: a person wrote it. */
    ofPlan: (planId: number) => ofPlan.get(planId),
    list: (states: readonly PlanDraftState[] | undefined, limit: number, offset: number) => ({
      ...list({ where: { state: ifAny(states) }, sort: [{ column: 'id', descending: true }], limit, offset }),
      ...{ limit, offset },
    }),
    /** `repeat`: what was asked for before under the key; `conflict`: another request. */
    add: transition((draft: NewDraft): { id: number; conflict: boolean } => {
      const known = draft.key === null ? undefined : byKey.get(draft.key);
      if (known) return { id: known.id, conflict: known.idempotency_hash !== draft.hash };
      const { id } = insert.get({ ...draft, now: tables.now() }) as { id: number };
      return { id, conflict: false };
    }),
    /** Before a model is asked. False: it is settled. */
    asking: transition((id: number, number: number): boolean => ask.run({ id, number }).changes === 1),
    /** No model can be asked now: nothing was spent by the try. */
    waits: transition((id: number, reason: string): void => void wait.run({ id, reason })),
    /** There is a plan, in status draft. Once. */
    drafted: transition((id: number, input: PlanInput, by: DraftedBy): void => {
      const row = get.get(id);
      if (row?.state !== 'drafting') return;
      const plan = create({ input, draft: true, actor: row.created_by, key: null, hash: null });
      finish.run({ ...by, id, planId: plan.id, answer: JSON.stringify(input), now: tables.now() });
    }),
    /** `reason` null: the one that it waited for. */
    failed: transition(
      (id: number, reason: string | null): void => void fail.run({ id, reason, now: tables.now() }),
    ),
    /** A person wants it tried anew. False: it has not failed. */
    again: transition((id: number): boolean => reopen.run({ id }).changes === 1),
    /** False: it is under way. */
    remove: transition((id: number): boolean => remove.run(id).changes === 1),
    /** Ids of those that a workflow is to carry out, after id `after`, ascending, at most 500. */
    openIds: (after: number) => open.all(after),
  };
}

/** What of a draft runs on this machine once it is started: commands of gates, and what a shell session is sent. */
export function commandsOf(input: PlanInput, isShell: (session: string) => boolean): ReadonlySet<string> {
  return new Set(
    input.phases
      .flatMap(({ tasks }) => tasks)
      .flatMap(({ prompt, target_session: session, gates = [] }) => [
        ...gates.flatMap((gate) => (gate.type === 'command' ? [gate.command] : [])),
        ...(session != null && isShell(session) ? [prompt] : []),
      ]),
  );
}
