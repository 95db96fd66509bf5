/** @jest-environment jsdom */
import { apply, state, type Incoming } from '../../../web/src/app/state';

const MANY = 1000;
const settled = (id: number) => ({ id, completed_at: 'then' }) as Incoming['prompt'];

it('forgets the oldest settled prompts when there are too many, whichever came first', () => {
  // The server sends the newest first.
  const prompts = Array.from({ length: MANY }, (_, index) => settled(MANY - index));
  const waiting = { id: 0, completed_at: null } as Incoming['prompt'];
  apply('state', {
    prompts: [...prompts, waiting],
    sessions: [],
    status: {},
  } as unknown as Incoming['state']);
  apply('prompt', settled(MANY + 1));
  expect(state.prompts.size).toBe(MANY);
  expect([0, 1, 2, 3, MANY, MANY + 1].map((id) => state.prompts.has(id))).toEqual([
    ...[true, false, false, true],
    ...[true, true],
  ]);
});
