/** @jest-environment jsdom */
import '@preact/signals';
import { render, screen, waitFor } from '@testing-library/preact';
import { apply, on, state, type Incoming } from '../../../web/src/app/state';

const prompt = (id: number, content: string) => ({ id, content }) as Incoming['prompt'];
const whole = (...prompts: Incoming['prompt'][]) =>
  ({ prompts, sessions: [], status: {} }) as unknown as Incoming['state'];

it('shows anew what an event changed, and passes on what was before', async () => {
  apply('state', whole(prompt(1, 'first')));
  const Rows = () => <p>{[...state.prompts.values()].map(({ content }) => content).join()}</p>;
  render(<Rows />);
  expect(screen.getByText('first')).toBeTruthy();
  const changes: unknown[] = [];
  const end = on('prompt', (now, before) => changes.push([before?.content, now.content]));
  apply('prompt', prompt(1, 'changed'));
  apply('prompt', prompt(2, 'second'));
  await screen.findByText('changed,second');
  expect(changes).toEqual([
    ['first', 'changed'],
    [undefined, 'second'],
  ]);
  end();
  apply('state', whole());
  await waitFor(() => expect(screen.queryByText(/changed/)).toBeNull());
  expect(changes).toHaveLength(2);
});
