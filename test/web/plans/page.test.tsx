/** @jest-environment jsdom */
import { apply, type Incoming } from '../../../web/src/app/state';
import { decide, opened, plans, startPlans } from '../../../web/src/features/plans/page';

interface Asked {
  readonly path: string;
  answer(body: object): Promise<void>;
}
const asked: Asked[] = [];
const turn = () => new Promise((resolve) => setTimeout(resolve));

beforeAll(async () => {
  location.hash = '#/1';
  await turn();
  globalThis.fetch = (url) =>
    new Promise((resolve) => {
      const path = new URL(url as string, location.href).pathname;
      const answer = async (body: object): Promise<void> => {
        const json = () => Promise.resolve(body);
        resolve({ ok: true, status: 200, headers: new Headers(), json } as Response);
        await turn();
      };
      if (/^\/api\/plans(\/\d+)?$/.test(path)) asked.push({ path, answer });
      // Drafts and what a plan may cost are read besides.
      else void answer({ items: [] });
    });
  startPlans();
});
/** Whatever is asked for is answered, until nothing more is asked. */
async function settled(): Promise<void> {
  for (let answered = 0; answered < asked.length; answered = asked.length) {
    for (const { path, answer } of asked.slice(answered))
      await answer(path === '/api/plans' ? { items: [] } : { id: 1, status: 'running' });
  }
  asked.length = 0;
}
beforeEach(settled);

const changed = (): void => apply('plan', { id: 1 } as Incoming['plan']);
const ofThe = (path: string): Asked[] => asked.filter((each) => each.path === path);

it('reads once when the state comes, and once more after however many changes meanwhile', async () => {
  apply('state', { prompts: [], sessions: [], status: null } as unknown as Incoming['state']);
  for (let event = 0; event < 100; event += 1) changed();
  expect(asked.map(({ path }) => path).sort()).toEqual(['/api/plans', '/api/plans/1']);
  await ofThe('/api/plans')[0]?.answer({ items: [{ id: 1, status: 'running' }] });
  await ofThe('/api/plans/1')[0]?.answer({ id: 1, status: 'running' });
  expect(asked).toHaveLength(4);
  await ofThe('/api/plans')[1]?.answer({ items: [{ id: 1, status: 'paused' }] });
  await ofThe('/api/plans/1')[1]?.answer({ id: 1, status: 'paused' });
  expect(asked).toHaveLength(4);
  expect(plans.value).toEqual([{ id: 1, status: 'paused' }]);
  expect(opened.value).toEqual({ id: 1, status: 'paused' });
});

it('shows the plan that was opened last, whichever answer comes last', async () => {
  const go = async (id: number): Promise<void> => {
    location.hash = `#/${id}`;
    await turn();
  };
  await go(2);
  await go(1);
  await ofThe('/api/plans/1').at(-1)?.answer({ id: 1, status: 'paused' });
  await ofThe('/api/plans/2').at(-1)?.answer({ id: 2, status: 'running' });
  expect(opened.value).toEqual({ id: 1, status: 'paused' });
});

it('keeps the plan that a decision led to when one from before it comes later', async () => {
  changed();
  await decide(() => Promise.resolve({ id: 1, status: 'cancelled' } as NonNullable<typeof opened.value>));
  await ofThe('/api/plans/1').at(-1)?.answer({ id: 1, status: 'paused' });
  expect(opened.value).toEqual({ id: 1, status: 'cancelled' });
});
