/** @jest-environment jsdom */
import { Actions } from '../../../web/src/ui/actions';

const click = (clicks = 1): MouseEvent => new MouseEvent('click', { detail: clicks });

it('sends once however often it is pressed meanwhile, and again when it has ended', async () => {
  const actions = new Actions(() => undefined);
  let end = (): void => undefined;
  let sent = 0;
  const press = actions.press(() => {
    sent += 1;
    return new Promise<void>((resolve) => (end = resolve));
  });
  press(click());
  press(click());
  expect([sent, actions.isBusy()]).toEqual([1, true]);
  end();
  await new Promise((resolve) => setTimeout(resolve));
  expect(actions.isBusy()).toBe(false);
  press(click());
  expect(sent).toBe(2);
});

it('leaves the second click of a double click, also if the first was answered by then', async () => {
  const actions = new Actions(() => undefined);
  let sent = 0;
  const press = actions.press(async () => void (sent += 1));
  press(click(1));
  await new Promise((resolve) => setTimeout(resolve));
  expect(actions.isBusy()).toBe(false);
  press(click(2));
  // A key, or a program of a person who has no pointer.
  press(click(0));
  expect(sent).toBe(2);
});

it('keeps the rows of a list apart, and says what went wrong', async () => {
  const faults: unknown[] = [];
  const actions = new Actions((error) => faults.push(error));
  await Promise.all([
    actions.run(() => Promise.reject(new Error('refused')), 1),
    actions.run(async () => expect([actions.isBusy(1), actions.isBusy(2)]).toEqual([true, true]), 2),
  ]);
  expect(faults).toEqual([new Error('refused')]);
  expect([actions.isBusy(1), actions.isBusy(2)]).toEqual([false, false]);
});
