/** What the page of plans shows: the list, the plan that is open, and what went wrong. */
import { signal } from '@preact/signals';
import type { Plan, PlanListed } from '../../../../api/document/api-types';
import { type Answer, call, messageOf, type Row } from '../../app/api';
import { oneAfterAnother, Turns } from '../../app/refresh';
import { planTag } from '../../../../workflows/contracts/plans';
import { on } from '../../app/state';
import { at } from '../../app/root';
import { Actions } from '../../ui/actions';

type Draft = Row<'GET /api/plans/drafts'>;

const LISTED = 200;
/** While a model drafts a plan nothing tells how far it is. */
const DRAFT_POLL_MS = 2_000;

export const drafts = signal<readonly Draft[]>([]);
/** Of the plan that is open, if it has not been started. */
export const estimate = signal<Answer<'GET /api/plans/:id/estimate'> | null>(null);
export const plans = signal<readonly PlanListed[] | null>(null);
export const opened = signal<Plan | null>(null);
/** Why something could not be read. */
export const problem = signal<string | null>(null);
/** Why something was not done: what is read afterwards takes nothing of it back. */
export const refusal = signal<string | null>(null);
/** One at a time: each answers what is shown. */
export const actions = new Actions(
  (error) => (refusal.value = messageOf(error)),
  () => (refusal.value = null),
);

const turns = new Turns();

const openId = (): number => Number(/^#\/(\d+)$/.exec(location.hash)?.[1] ?? 0);

export function startPlans(): void {
  window.addEventListener('hashchange', () => {
    refusal.value = null;
    void readOpened();
  });
  const changedOpened = oneAfterAnother(readOpened);
  // The plan's own row, and each of its tasks, say that something changed: many at once.
  on('plan', ({ id }) => {
    void readList();
    void readDrafts();
    if (id === openId()) void changedOpened();
  });
  // It comes at the start and after every reconnect.
  on('state', () => {
    void readList();
    void readDrafts();
    void changedOpened();
  });
}

export const readList = oneAfterAnother(() =>
  guarded(async () => {
    plans.value = (await call('GET /api/plans', { query: { limit: LISTED } })).items;
  }),
);

let polling: ReturnType<typeof setTimeout> | undefined;

/** Those that are no plan yet. */
export const readDrafts = oneAfterAnother(async () => {
  clearTimeout(polling);
  await guarded(async () => {
    const { items } = await call('GET /api/plans/drafts', {
      query: { state: 'drafting,failed', limit: LISTED },
    });
    drafts.value = items;
  });
  clearTimeout(polling);
  if (drafts.value.some(({ state }) => state === 'drafting'))
    polling = setTimeout(() => void readDrafts(), DRAFT_POLL_MS);
});

async function readOpened(): Promise<void> {
  const id = openId();
  const counts = turns.begin();
  if (id === 0) opened.value = null;
  else
    await guarded(async () => {
      const plan = await call('GET /api/plans/:id', { params: { id } });
      // Another one may have been opened meanwhile.
      if (!counts() || id !== openId()) return;
      opened.value = plan;
      await readEstimate(plan);
    });
}

async function readEstimate({ id, status }: Plan): Promise<void> {
  const found = status === 'draft' ? await call('GET /api/plans/:id/estimate', { params: { id } }) : null;
  if (id === openId()) estimate.value = found;
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
      turns.outdate();
      opened.value = plan;
    }
  } finally {
    void readList();
  }
}

/** Of a plan that was not started. */
export async function removeDraft(id: number): Promise<void> {
  await call('DELETE /api/plans/:id', { params: { id } });
  location.hash = '';
  await Promise.all([readList(), readOpened(), readDrafts()]);
}

export async function removeTask(plan: Plan, key: string): Promise<void> {
  const { id } = plan;
  await decide(async () => {
    await call('DELETE /api/plans/:id/tasks/:key', {
      ...{ params: { id, key }, headers: { 'If-Match': planTag(plan) } },
    });
    return call('GET /api/plans/:id', { params: { id } });
  });
}

export interface Exported {
  readonly text: string;
  /** Of what it says. */
  readonly tag: string;
}

/** The plan as it can be made again, as YAML. */
export async function exportOf(id: number): Promise<Exported> {
  refusal.value = null;
  const response = await fetch(at(`/api/plans/${id}/export`), { credentials: 'same-origin' });
  if (!response.ok)
    throw new Error(`Plan ${id} can't be exported now (status ${response.status}). Try again.`);
  return { text: await response.text(), tag: response.headers.get('ETag') ?? '' };
}

async function guarded(work: () => Promise<void>): Promise<void> {
  try {
    await work();
    problem.value = null;
  } catch (error) {
    problem.value = messageOf(error);
  }
}
