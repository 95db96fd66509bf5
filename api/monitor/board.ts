/** What stands on the monitor now. */
import type { z } from 'zod';
import { isoTime } from '../../store/db/time';
import type { Store } from '../../store';
import type { PromptRow, SessionRow, TaskRow } from '../../store/rows';
import type { HealthStatus, WorkerFacts } from '../../workflows/contracts/health';
import { queueView } from '../prompts/views';
import type { board } from './responses';

export type Board = z.output<typeof board>;

const MOST_SESSIONS = 100;
const MOST_RUNNING = 30;
const NEXT = 8;
const MOST_TASKS = 10;
const LINE_CHARS = 160;
/** States in which a session does what it should. */
const GOES_ON: readonly string[] = ['waiting_input', 'idle', 'busy', 'starting'];
const KINDS = ['hub', 'work', 'host'] as const;
const STATES = ['running', 'silent', 'unknown', 'away'] as const;

export interface BoardFacts {
  readonly machine: string;
  readonly health: HealthStatus;
  readonly workers: readonly WorkerFacts[];
  /** Of the workers, as Unix milliseconds. */
  readonly checkedMs: number;
}

export function boardOf(store: Store, { machine, health, workers, checkedMs }: BoardFacts): Board {
  const { prompts } = store;
  const sessions = store.sessions.list();
  const under = prompts.list(
    { status: ['assigned', 'in_progress'], archived: false },
    'oldest',
    MOST_RUNNING,
    0,
  );
  const next = prompts.list({ status: ['accepted', 'queued'], archived: false }, 'priority', NEXT, 0);
  const tasks = store.tasks.list({ status: ['running'] }, 'oldest', MOST_TASKS, 0);
  const confirming = answeredByThemselves(store);
  return {
    ...{ machine, health, counts: store.prompts.counts(), needs: store.needs.list().length },
    queue: queueView(store.queue.last()),
    sessions: sessions.slice(0, MOST_SESSIONS).map((row) => sessionOf(row, store, confirming)),
    sessions_total: sessions.length,
    running: under.items.map(promptOf),
    running_total: under.total,
    next: next.items.map(promptOf),
    tasks: tasks.items.map(taskOf),
    tasks_running: tasks.total,
    tasks_waiting: store.tasks.counts().pending,
    workers: KINDS.map((kind) => workerOf(kind, workers)),
    checked_at: new Date(checkedMs).toISOString(),
  };
}

const lineOf = (text: string): string =>
  (text.trimStart().split('\n', 1)[0] ?? '').trimEnd().slice(0, LINE_CHARS);

function promptOf(row: PromptRow): Board['running'][number] {
  const { id, status, stage, priority } = row;
  return {
    ...{ id, text: lineOf(row.content), status, stage, priority },
    session: row.assigned_session ?? row.target_session,
    since: isoTime(row.assigned_at ?? row.created_at),
  };
}

/** Sessions whose dialog waits for nobody. */
function answeredByThemselves({ confirmations }: Store): ReadonlySet<string> {
  const pending = confirmations.pending();
  const asks = new Set(
    pending.filter((row) => !row.decided_by && !row.due_at).map((row) => row.session_name),
  );
  return new Set(pending.map((row) => row.session_name).filter((name) => !asks.has(name)));
}

function sessionOf(
  row: SessionRow,
  { prompts }: Store,
  confirming: ReadonlySet<string>,
): Board['sessions'][number] {
  const { name, provider, status, current_task_id: promptId } = row;
  const prompt = promptId === null ? undefined : prompts.get(promptId);
  return {
    ...{ name, provider, status, confirming: confirming.has(name) },
    reason: GOES_ON.includes(status) ? null : row.reason,
    limited_until: isoTime(row.limited_until),
    last_activity: isoTime(row.last_activity),
    prompt: prompt ? { id: prompt.id, text: lineOf(prompt.content) } : null,
  };
}

const taskOf = ({ id, task_type: type, title, started_at: at }: TaskRow): Board['tasks'][number] => ({
  ...{ id, type, title: lineOf(title), since: isoTime(at) },
});

/** All of a kind in one line: it works where one of them does. */
function workerOf(kind: WorkerFacts['kind'], all: readonly WorkerFacts[]): Board['workers'][number] {
  const own = all.filter((one) => one.kind === kind);
  const count = (state: WorkerFacts['state']): number => own.filter((one) => one.state === state).length;
  const seen = own.flatMap(({ last_seen: at }) => (at === null ? [] : [at])).sort();
  return {
    kind,
    state: STATES.find((state) => count(state) > 0) ?? 'unknown',
    ...{ running: count('running'), silent: count('silent'), last_seen: seen.at(-1) ?? null },
  };
}
