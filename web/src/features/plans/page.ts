/** What the page of plans shows: the list, the plan that is open, and what went wrong. */
import { signal } from '@preact/signals';
import type { Plan, PlanListed } from '../../../../api/document/api-types';
import { call, messageOf } from '../../app/api';
import { on } from '../../app/state';
import { Actions } from '../../ui/actions';

const LISTED = 200;

export const plans = signal<readonly PlanListed[] | null>(null);
export const opened = signal<Plan | null>(null);
/** Why something could not be read. */
export const problem = signal<string | null>(null);
/** Why something was not done: what is read afterwards takes nothing of it back. */
export const refusal = signal<string | null>(null);
/** One at a time: each answers what is shown. */
export const actions = new Actions((error) => (refusal.value = messageOf(error)));

/** How often each was read: answers may overtake each other, and the one that was asked for last counts. */
const turns = { list: 0, opened: 0 };

const openId = (): number => Number(/^#\/(\d+)$/.exec(location.hash)?.[1] ?? 0);

export function startPlans(): void {
  const read = (): void => void readAll();
  window.addEventListener('hashchange', () => {
    refusal.value = null;
    void readOpened();
  });
  // The plan's own row, and each of its tasks, say that something changed.
  on('plan', ({ id }) => {
    void readList();
    if (id === openId()) void readOpened();
  });
  on('state', read);
  read();
}

async function readAll(): Promise<void> {
  await Promise.all([readList(), readOpened()]);
}

export async function readList(): Promise<void> {
  const turn = ++turns.list;
  await guarded(async () => {
    const { items } = await call('GET /api/plans', { query: { limit: LISTED } });
    if (turn === turns.list) plans.value = items;
  });
}

async function readOpened(): Promise<void> {
  const id = openId();
  const turn = ++turns.opened;
  if (id === 0) opened.value = null;
  else
    await guarded(async () => {
      const plan = await call('GET /api/plans/:id', { params: { id } });
      // Another one may have been opened meanwhile.
      if (turn === turns.opened && id === openId()) opened.value = plan;
    });
}

export function open(id: number): void {
  location.hash = `#/${id}`;
}

/** Does what a person decided, and shows the plan as it is then. */
export async function decide(work: () => Promise<Plan>): Promise<void> {
  refusal.value = null;
  try {
    const plan = await work();
    if (plan.id === openId()) {
      turns.opened += 1;
      opened.value = plan;
    }
  } finally {
    void readList();
  }
}

/** The plan as it can be made again, as YAML. */
export async function exportOf(id: number): Promise<string> {
  refusal.value = null;
  const response = await fetch(`/api/plans/${id}/export`, { credentials: 'same-origin' });
  if (!response.ok)
    throw new Error(`Plan ${id} can't be exported now (status ${response.status}). Try again.`);
  return response.text();
}

async function guarded(work: () => Promise<void>): Promise<void> {
  try {
    await work();
    problem.value = null;
  } catch (error) {
    problem.value = messageOf(error);
  }
}
