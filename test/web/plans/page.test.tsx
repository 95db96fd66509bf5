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
  globalThis.fetch = (path) =>
    new Promise((resolve) =>
      asked.push({
        path: new URL(path as string, location.href).pathname,
        async answer(body) {
          resolve({
            ok: true,
            status: 200,
            headers: new Headers(),
            json: () => Promise.resolve(body),
          } as Response);
          await turn();
        },
      }),
    );
  startPlans();
  await turn();
});

const changed = (): void => apply('plan', { id: 1 } as Incoming['plan']);
const ofThe = (path: string): Asked[] => asked.filter((each) => each.path === path);

it('shows what was asked for last, whichever answer comes last', async () => {
  changed();
  changed();
  const [lists, reads] = [ofThe('/api/plans'), ofThe('/api/plans/1')];
  await lists.at(-1)?.answer({ items: [{ id: 1, status: 'paused' }] });
  await lists.at(-2)?.answer({ items: [{ id: 1, status: 'running' }] });
  expect(plans.value).toEqual([{ id: 1, status: 'paused' }]);
  await reads.at(-1)?.answer({ id: 1, status: 'paused' });
  await reads.at(-2)?.answer({ id: 1, status: 'running' });
  expect(opened.value).toEqual({ id: 1, status: 'paused' });
});

it('keeps the plan that a decision led to when one from before it comes later', async () => {
  changed();
  await decide(() => Promise.resolve({ id: 1, status: 'cancelled' } as NonNullable<typeof opened.value>));
  await ofThe('/api/plans/1').at(-1)?.answer({ id: 1, status: 'paused' });
  expect(opened.value).toEqual({ id: 1, status: 'cancelled' });
});
