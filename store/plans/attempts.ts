/** The life of an attempt: begun, sent, its prompt settled. Each step is one transaction and may be repeated. */
import picomatch from 'picomatch';
import type { TreeState } from '../../workflows/contracts/plans';
import type { Db } from '../db/open';
import type { Transition } from '../outbox/transition';
import type { Conclude } from './conclude';
import { choose } from './decide/next';
import type { AttemptFacts } from './decide/types';
import { firstVerdict } from './decide/verdict';
import type { Endings } from './endings';
import { type AttemptRow, gatesIn, listOf, type PlanTaskRow } from './rows';
import type { PlanTables } from './tables';
import type { Tries } from './tries';
import type { WorktreeStart } from './worktrees/life';

/** A task that is to be started, and what its directory is like before. */
export interface Start {
  readonly taskId: number;
  readonly directory: string | null;
  readonly before: TreeState;
  readonly isShell: boolean;
  /** It works in a worktree, which is made first; `directory` and `before` are told when it stands. */
  readonly worktree?: WorktreeStart;
}

/** What is known of an attempt when its prompt has ended. */
export interface SettledAttempt {
  readonly promptOutcome: 'completed' | 'failed' | 'cancelled';
  readonly reason: string | null;
  readonly directory: string | null;
  readonly after: TreeState;
  /** Files that differ; null = not known. */
  readonly files: readonly string[] | null;
  /** It used a tool; of a shell, whose prompts are commands, always. */
  readonly ran: boolean | null;
  readonly isShell: boolean;
  /** Why something of this isn't known. */
  readonly note: string | null;
}

/** Names of files that are kept and shown; a build that git does not ignore may write a hundred thousand. */
const MOST_FILES = 500;
const MATCHING = { dot: true, nocase: true } as const;

export interface AttemptDeps {
  readonly tables: PlanTables;
  readonly tries: Tries;
  readonly endings: Endings;
  readonly conclude: Conclude;
  /** False: it can't begin now. */
  readonly beginWorktree: (task: PlanTaskRow, start: WorktreeStart) => boolean;
  readonly transition: Transition;
}

export function attemptLife(db: Db, deps: AttemptDeps) {
  const { tables, tries, endings, conclude, beginWorktree, transition } = deps;
  const insert = db.prepare<object, { id: number }>(`
    INSERT INTO plan_attempts (plan_id, task_id, number, purpose, state, prompt, directory, before_head, before_tree,
      started_at)
    VALUES (@planId, @taskId, (SELECT 1 + coalesce(max(number), 0) FROM plan_attempts WHERE task_id = @taskId),
      @purpose, @state, @text, @directory, @head, @tree, @now) RETURNING id`);
  const sent = db.prepare(
    "UPDATE plan_attempts SET state = 'sent', prompt_id = @promptId WHERE id = @id AND state = 'sending'",
  );
  const opened = db.prepare(`
    UPDATE plan_attempts SET state = 'sending', prompt = @text, directory = @directory, before_head = @head,
      before_tree = @tree WHERE id = @id AND state = 'opening'`);
  const typing = db.prepare(`
    UPDATE plan_attempts SET directory = coalesce(directory, @directory), before_head = @head, before_tree = @tree,
      before_at = @now WHERE id = @id AND state IN ('sending', 'sent')`);
  const settle = db.prepare(`
    UPDATE plan_attempts SET prompt_outcome = @promptOutcome, directory = @directory, after_head = @head,
      after_tree = @tree, files = @files, ran = @ran, facts_note = @note, settled_at = @now WHERE id = @id`);
  const check = db.prepare("UPDATE plan_attempts SET state = 'checking' WHERE id = ?");
  const addGate = db.prepare(`
    INSERT INTO plan_gates (attempt_id, position, gate, status, asked)
    VALUES (@id, @position, @gate, 'pending', @asked)`);
  const timesAsked = db
    .prepare<[number], number>('SELECT coalesce(max(asked), 0) FROM plan_gates WHERE attempt_id = ?')
    .pluck();
  const dropGates = db.prepare('DELETE FROM plan_gates WHERE attempt_id = ?');
  const others = db.prepare<object, { key: string; touches: string }>(`
    SELECT t.key, t.touches FROM plan_attempts a JOIN plan_tasks t ON t.id = a.task_id
    WHERE a.directory = @directory AND a.id <> @id AND a.before_at <= @until
      AND (a.settled_at IS NULL OR a.settled_at >= @since) AND (a.state <> 'ended' OR a.prompt_id IS NOT NULL)`);
  const shared = db
    .prepare<object, number>(
      `SELECT count(*) FROM plan_attempts WHERE directory = @directory AND id <> @id AND state = 'sent'
         AND before_at IS NOT NULL`,
    )
    .pluck();

  /** What the files say, where others may have been at work in the same directory. */
  const factsOf = (attempt: AttemptRow, task: PlanTaskRow, settled: SettledAttempt): AttemptFacts => {
    const { directory, files, after, ran } = settled;
    const beside =
      directory === null
        ? []
        : others.all({
            directory,
            id: attempt.id,
            since: attempt.before_at ?? attempt.started_at,
            until: tables.now(),
          });
    const touches = listOf(task.touches);
    const known = attempt.before_tree !== null && after.tree !== null;
    const differs = known && (attempt.before_tree !== after.tree || attempt.before_head !== after.head);
    const own = files?.filter((file) => fits(file, touches)) ?? [];
    const changed = !known
      ? null
      : !differs
        ? false
        : beside.length === 0 || own.length > 0 || files === null
          ? true
          : null;
    return { changed, ran, outside: outsideOf(files ?? [], touches, beside), evidence: task.evidence };
  };

  const gatesOf = (attempt: AttemptRow, task: PlanTaskRow): void => {
    // What was asked before is never taken for what is asked in its place.
    const asked = timesAsked.get(attempt.id) ?? 0;
    dropGates.run(attempt.id);
    gatesIn(task.gates).forEach((gate, position) =>
      addGate.run({ id: attempt.id, position, gate: JSON.stringify(gate), asked }),
    );
  };

  return {
    /** Begins those that may still be started; others began, or the plan was changed, since they were chosen. */
    begin: transition((planId: number, starts: readonly Start[]): number[] => {
      const plan = tables.requirePlan(planId);
      const first = starts.find(({ directory }) => directory !== null);
      const decided = tables.decided(plan, first?.directory ?? plan.working_dir);
      const wanted = new Set(starts.map(({ taskId }) => taskId));
      const targets = new Set(decided.tasks.filter(({ id }) => wanted.has(id)).map(({ target }) => target));
      const chosen = new Set(choose(decided, (name) => targets.has(name)).start.map(({ id }) => id));
      const begun = starts
        .filter(({ taskId }) => chosen.has(taskId))
        .flatMap((start) => {
          const task = tables.taskById(start.taskId);
          if (start.worktree && !beginWorktree(task, start.worktree)) return [];
          const { purpose, text } = tries.next(plan, task, start.isShell);
          tables.setTask(start.taskId, 'running', null);
          const row = {
            ...{ planId, taskId: start.taskId, purpose, text, now: tables.now(), directory: start.directory },
            ...{ head: start.before.head, tree: start.before.tree },
            state: start.worktree ? 'opening' : 'sending',
          };
          return [insert.get(row) as { id: number }];
        });
      if (begun.length > 0) conclude(planId);
      return begun.map(({ id }) => id);
    }),

    sent: transition((id: number, promptId: number): boolean => sent.run({ id, promptId }).changes === 1),

    /** Its worktree stands: what is sent says where it is. */
    opened: transition((id: number, where: { directory: string; before: TreeState; text: string }): void => {
      const { directory, before, text } = where;
      opened.run({ id, directory, text, head: before.head, tree: before.tree });
    }),

    /** Right before its prompt is typed; what others changed while it waited is none of its doing. */
    typing: transition((id: number, directory: string | null, { head, tree }: TreeState): void => {
      typing.run({ id, directory, head, tree, now: tables.now() });
    }),

    /** Its prompt has ended: the facts decide, or its gates are asked. */
    settled: transition((id: number, settled: SettledAttempt): void => {
      const attempt = tables.attempt(id);
      if (attempt?.state !== 'sent') return;
      const task = tables.taskById(attempt.task_id);
      const { promptOutcome, after, files, ran, directory, note } = settled;
      settle.run({
        ...{ id, promptOutcome, directory, note, head: after.head, tree: after.tree, now: tables.now() },
        ...{
          files: files === null ? null : JSON.stringify(files.slice(0, MOST_FILES)),
          ran: ran === null ? null : Number(ran),
        },
      });
      if (promptOutcome === 'cancelled') {
        endings.end(attempt, 'cancelled', settled.reason ?? 'its prompt was cancelled', settled.isShell);
      } else if (promptOutcome === 'failed') {
        endings.end(attempt, 'failed', `its prompt failed: ${settled.reason ?? ''}`, settled.isShell);
      } else {
        const verdict = firstVerdict(factsOf(attempt, task, settled), gatesIn(task.gates));
        if (verdict) endings.end(attempt, verdict.outcome, verdict.reason, settled.isShell);
        else {
          check.run(id);
          gatesOf(attempt, task);
          tables.setTask(task.id, 'checking', 'its gates are asked');
        }
      }
      conclude(attempt.plan_id);
    }),

    /** Its gates are others now: they are asked from the first on. */
    gatesChanged: gatesOf,

    /** Others work in the same directory now. */
    isShared: ({ id, directory }: AttemptRow): boolean =>
      directory !== null && (shared.get({ id, directory }) ?? 0) > 0,
  };
}

const fits = (file: string, globs: readonly string[]): boolean =>
  globs.some(
    (glob) => file === glob || picomatch.isMatch(file, [glob, `${glob.replace(/\/$/, '')}/**`], MATCHING),
  );

/** Changed files that only this attempt can have changed, and must not. */
function outsideOf(
  files: readonly string[],
  touches: readonly string[],
  beside: readonly { touches: string }[],
): readonly string[] {
  if (touches.length === 0) return [];
  const theirs = beside.map((other) => listOf(other.touches));
  // One that may touch anything may have touched these.
  if (theirs.some((globs) => globs.length === 0)) return [];
  return files.filter((file) => !fits(file, touches) && !theirs.some((globs) => fits(file, globs)));
}
