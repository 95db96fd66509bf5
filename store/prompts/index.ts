/** The prompts people queued: inserting, reading, listing. What happens to them is in lifecycle.ts. */
import type { Chain } from '../../workflows/contracts/chains';
import { PROMPT_STATUSES, type ShownState, type Stage } from '../../workflows/contracts/glossary';
import type { KeptTurn, TurnUsage } from '../../workflows/contracts/host-store';
import { textMatch } from '../db/text-match';
import { dataVersion, keptWhile } from '../db/data-version';
import type { Db } from '../db/open';
import type { Transition } from '../outbox/transition';
import type { HistoryRow, PromptRow } from '../rows';
import type { WorkLink } from '../work-items/assignments';
import type { Chains } from './chains';
import { personWait } from './person-wait';
import { IN_ORDER } from './order';
import { STATUS_OF_STAGE } from './receipts';
import { type Clock, sqlTime, todayBegan } from '../db/time';

export interface NewPrompt {
  readonly content: string;
  readonly source: string;
  readonly priority: number;
  readonly target_session: string | null;
  readonly target_provider: string | null;
  readonly expected_provider: string | null;
  readonly specialty: string | null;
  readonly project: string | null;
  readonly working_dir: string | null;
  /** The project whose directory it is held to; unset = any. */
  readonly within_project?: number | null;
  /** JSON text. */
  readonly metadata: string | null;
  readonly max_retries: number;
  readonly timeout_minutes: number;
  readonly idempotency_key: string | null;
  /** Distinguishes another request with the same key from a repeat. */
  readonly idempotency_hash: string | null;
  /** The template that its text was made from. */
  readonly template?: string | null;
  /** The user or token; unset: nobody asked for it just now. */
  readonly sent_by?: string | null;
  /** What it waits for before it is queued; unset = nothing. */
  readonly chain?: Chain;
}

const NO_USAGE = {
  model: null,
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  costUsd: null,
};

export interface PromptFilter {
  readonly status?: readonly ShownState[];
  readonly session?: string;
  readonly provider?: string;
  readonly source?: string;
  /** The idempotency key. */
  readonly key?: string;
  /** Part of the content, any case. */
  readonly text?: string;
  readonly archived?: boolean;
}

export type PromptOrder = 'newest' | 'oldest' | 'priority';

export interface QueueCounts {
  pending: number;
  in_progress: number;
  completed_today: number;
  failed_today: number;
}

const ORDERS: Record<PromptOrder, string> = {
  newest: 'id DESC',
  oldest: 'id ASC',
  priority: IN_ORDER,
};

export type Prompts = ReturnType<typeof promptsRepository>;

/** Prices what a turn took, and enters it in the ledger. */
export type TurnMeter = (promptId: number, usage: TurnUsage) => TurnUsage;

export interface PromptsDeps {
  readonly transition: Transition;
  readonly meter: TurnMeter;
  readonly chains: Pick<Chains, 'hold'>;
}

export function promptsRepository(db: Db, clock: Clock, { transition, meter, chains }: PromptsDeps) {
  const insert = db.prepare<[Omit<NewPrompt, 'chain'> & { created_at: string }], { id: number }>(`
    INSERT INTO prompts (content, source, priority, target_session, target_provider, expected_provider, specialty,
      project, working_dir, within_project, metadata, max_retries, timeout_minutes, idempotency_key, idempotency_hash,
      template, sent_by, created_at, stage, reason, target_uid)
    VALUES (@content, @source, @priority, @target_session, @target_provider, @expected_provider, @specialty,
      @project, @working_dir, @within_project, @metadata, @max_retries, @timeout_minutes, @idempotency_key, @idempotency_hash,
      @template, @sent_by, @created_at, 'accepted', 'accepted; its workflow starts',
      (SELECT uid FROM sessions WHERE name = @target_session))
    RETURNING id`);
  const get = db.prepare<[number], PromptRow>('SELECT * FROM prompts WHERE id = ?');
  const linkWork = db.prepare(`
    INSERT INTO work_links (prompt_id, kind, item_id, former_status) VALUES (@id, @kind, @item_id, @former_status)`);
  const byKey = db.prepare<[string], { id: number; idempotency_hash: string | null }>(
    'SELECT id, idempotency_hash FROM prompts WHERE idempotency_key = ?',
  );
  const history = db.prepare<[number], HistoryRow>(
    'SELECT * FROM assignment_history WHERE prompt_id = ? ORDER BY id',
  );
  // The + keeps SQLite from walking through all prompts of a status instead of today's.
  const counts = db.prepare<[{ today: string }], QueueCounts>(`
    SELECT (SELECT count(*) FROM prompts WHERE status = 'pending') AS pending,
      (SELECT count(*) FROM prompts WHERE status IN ('assigned', 'in_progress')) AS in_progress,
      (SELECT count(*) FROM prompts WHERE completed_at >= @today AND +status = 'completed') AS completed_today,
      (SELECT count(*) FROM prompts WHERE completed_at >= @today AND +status = 'failed') AS failed_today`);
  const version = dataVersion(db);
  const today = todayBegan(clock);
  // Pages and scripts ask far more often than anything changes.
  const counted = keptWhile(
    () => `${today()} ${version()}`,
    () => counts.get({ today: today() }) as QueueCounts,
  );
  const unsettled = db.prepare<[], PromptRow>(
    `SELECT * FROM prompts WHERE id IN (SELECT id FROM prompts
       WHERE status IN ('pending', 'assigned', 'in_progress') ORDER BY id LIMIT 500) ORDER BY id`,
  );
  const unsettledIds = db
    .prepare<[number], number>(
      "SELECT id FROM prompts WHERE status IN ('pending', 'assigned', 'in_progress') AND archived = 0 AND stage NOT IN ('held', 'blocked') AND id > ? ORDER BY id LIMIT 500",
    )
    .pluck();
  const untyped = db.prepare<[number], Pick<PromptRow, 'id' | 'requeue_count' | 'reason'>>(`
    SELECT id, requeue_count, reason FROM prompts
    WHERE stage = 'queued' AND requeue_count >= ? AND not_before IS NOT NULL ORDER BY id LIMIT 20`);
  const keepTurn = db.prepare(`
    UPDATE prompts SET response = @response, result = @result, question = @question, model = @model,
      input_tokens = @inputTokens, output_tokens = @outputTokens, cache_read_tokens = @cacheReadTokens,
      cache_write_tokens = @cacheWriteTokens, cost_usd = @costUsd, tool_calls = @toolCalls WHERE id = @promptId`);
  const setTarget = db.prepare(
    `UPDATE prompts SET target_session = @session, target_provider = @provider, expected_provider = @expected,
       requeue_count = 0, not_before = NULL, target_uid = (SELECT uid FROM sessions WHERE name = @session)
     WHERE id = @id`,
  );

  return {
    /**
     * Queues a prompt, or finds the one queued before under the same key.
     * `repeat`: an earlier prompt answered; `conflict`: the key was used for another request.
     * `work`: the feature or bug that follows it from now on.
     */
    insert: transition(
      (
        { chain, ...prompt }: NewPrompt,
        work?: WorkLink,
      ): { id: number; repeat: boolean; conflict: boolean } => {
        const known = prompt.idempotency_key === null ? undefined : byKey.get(prompt.idempotency_key);
        if (known)
          return { id: known.id, repeat: true, conflict: known.idempotency_hash !== prompt.idempotency_hash };
        const { id } = insert.get({
          within_project: null,
          template: null,
          sent_by: null,
          ...prompt,
          created_at: sqlTime(clock()),
        }) as {
          id: number;
        };
        if (work) linkWork.run({ id, ...work });
        if (chain) chains.hold(id, chain);
        return { id, repeat: false, conflict: false };
      },
    ),
    /** The prompt queued before under the key; `conflict`: by another request. undefined: the key is new. */
    queuedAs(key: string, hash: string | null): { id: number; conflict: boolean } | undefined {
      const known = byKey.get(key);
      return known && { id: known.id, conflict: known.idempotency_hash !== hash };
    },
    /** Differs after every write to the database that prompts are in. */
    version,
    get: (id: number) => get.get(id),
    history: (id: number) => history.all(id),
    personWaitMs: personWait(db, clock, (id) => history.all(id)),
    /** Today = since midnight of this machine's time zone. */
    counts(): QueueCounts {
      return { ...counted() };
    },
    /** Prompts still under way, oldest first, at most 500. */
    unsettled: () => unsettled.all(),
    /** Ids of prompts that a workflow should have, after id `after`, ascending, at most 500. */
    unsettledIds: (after: number) => unsettledIds.all(after),
    /** Waiting prompts that came back untyped so often in a row. */
    untyped: (times: number) => untyped.all(times),
    /** Keeps the agent's answer and what it took; written before the prompt is settled. */
    keepTurn: transition(({ usage, ...turn }: KeptTurn): void => {
      keepTurn.run({ toolCalls: null, ...NO_USAGE, ...(usage && meter(turn.promptId, usage)), ...turn });
    }),
    setTarget(
      id: number,
      target: { session: string | null; provider: string | null; expected: string | null },
    ): void {
      setTarget.run({ ...target, id });
    },
    list(filter: PromptFilter, order: PromptOrder, limit: number, offset: number) {
      const { where, values } = conditions(filter);
      if (filter.text) {
        // Reading all the texts takes longest: a search does it once, not again to count.
        const ids = db
          .prepare<unknown[], number>(`SELECT id FROM prompts ${where} ORDER BY ${ORDERS[order]}`)
          .pluck()
          .all(...values);
        const items = ids.slice(offset, offset + limit).map((id) => get.get(id) as PromptRow);
        return { items, total: ids.length, limit, offset };
      }
      // Ids are sorted first: sorting whole rows, texts and all, takes a hundred times as long.
      const items = db
        .prepare<unknown[], PromptRow>(
          `SELECT * FROM prompts WHERE id IN (SELECT id FROM prompts ${where} ORDER BY ${ORDERS[order]} LIMIT ? OFFSET ?)
           ORDER BY ${ORDERS[order]}`,
        )
        .all(...values, limit, offset);
      const total =
        db
          .prepare<unknown[], number>(`SELECT count(*) FROM prompts ${where}`)
          .pluck()
          .get(...values) ?? 0;
      return { items, total, limit, offset };
    },
  };
}

function conditions(filter: PromptFilter): { where: string; values: unknown[] } {
  const parts: [string, ...unknown[]][] = [];
  if (filter.status?.length) parts.push(standing(filter.status));
  if (filter.session !== undefined) {
    parts.push(['(assigned_session = ? OR target_session = ?)', filter.session, filter.session]);
  }
  if (filter.provider !== undefined) parts.push(['target_provider = ?', filter.provider]);
  if (filter.source !== undefined) parts.push(['source = ?', filter.source]);
  if (filter.key !== undefined) parts.push(['idempotency_key = ?', filter.key]);
  if (filter.text) {
    const { like, pattern } = textMatch(filter.text);
    parts.push([like('content', '?'), pattern(filter.text)]);
  }
  if (filter.archived !== undefined) parts.push(['archived = ?', Number(filter.archived)]);
  return {
    where: parts.length > 0 ? `WHERE ${parts.map(([sql]) => sql).join(' AND ')}` : '',
    values: parts.flatMap(([, ...values]) => values),
  };
}

/** Those of these statuses, and those at these stages, which have a status that can be looked up. */
function standing(states: readonly ShownState[]): [string, ...unknown[]] {
  const isStatus = (state: ShownState) => (PROMPT_STATUSES as readonly string[]).includes(state);
  const statuses = states.filter(isStatus);
  const stages = states.filter((state) => !isStatus(state)) as Stage[];
  const some = (values: readonly string[]): string => `(${values.map(() => '?').join()})`;
  const theirs = [...new Set(stages.map((stage) => STATUS_OF_STAGE[stage]))];
  return [
    `(status IN ${some(statuses)} OR status IN ${some(theirs)} AND stage IN ${some(stages)})`,
    ...statuses,
    ...theirs,
    ...stages,
  ];
}
