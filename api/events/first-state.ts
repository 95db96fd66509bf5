/**
 * What a listener gets first. It is bounded, however long the queue is: what runs, what needs a person, what goes next
 * and what came last, with counts for the rest, which lists read page by page.
 */
import type { Store } from '../../store';
import type { PromptRow } from '../../store/rows';
import { confirmationView, confirmView } from '../confirmations/views';
import type { ServerEvents } from '../document/api-types';
import { needsToldView } from '../needs/views';
import { promptListView, queueView, type PromptViewing } from '../prompts/views';
import { sessionView } from '../sessions/views';
import { taskListView } from '../tasks/views';
import { todayView } from '../throughput/views';

/** More don't run: each has a session to itself. */
const MOST_RUNNING = 200;
const MOST_NEEDING = 100;
const NEXT_PROMPTS = 20;
const NEWEST_PROMPTS = 20;
/** Enough for a line; whoever wants all of it reads the prompt. */
const TEXT_CHARS = 200;
const NEWEST_TASKS = 50;
/** Tasks under way that it gets with them. */
const MOST_TASKS = 500;

export function firstState(
  store: Store,
  viewing: PromptViewing,
  system: ServerEvents['system'],
): ServerEvents['state'] {
  const { workflowUrl } = viewing;
  const newestTasks = store.tasks.list({}, 'newest', NEWEST_TASKS, 0).items;
  const tasks = new Map([...store.tasks.unsettled(MOST_TASKS), ...newestTasks].map((row) => [row.id, row]));
  return {
    tasks: [...tasks.values()].map((row) => taskListView(row, workflowUrl)),
    prompts: firstPrompts(store).map((row) => promptListView(row, viewing, TEXT_CHARS)),
    sessions: store.sessions.list().map(sessionView),
    status: store.prompts.counts(),
    queue: queueView(store.queue.last()),
    confirmations: store.confirmations.pending().map((row) => confirmationView(row, workflowUrl)),
    confirm: confirmView(store),
    needs: needsToldView(store.needs.list()),
    vault: vaultView(store),
    today: todayView(store),
    system,
  };
}

export const vaultView = ({ vault }: Pick<Store, 'vault'>): ServerEvents['vault'] => ({
  due: vault.list({ due: true }).length,
});

function firstPrompts({ prompts }: Pick<Store, 'prompts'>): PromptRow[] {
  const archived = false;
  const rows = [
    ...prompts.list({ status: ['assigned', 'in_progress'], archived }, 'oldest', MOST_RUNNING, 0).items,
    ...prompts.list(
      { status: ['needs_confirmation', 'indeterminate', 'blocked'], archived },
      'newest',
      MOST_NEEDING,
      0,
    ).items,
    ...prompts.list({ status: ['accepted', 'queued'], archived }, 'priority', NEXT_PROMPTS, 0).items,
    ...prompts.list({ archived }, 'newest', NEWEST_PROMPTS, 0).items,
  ];
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
