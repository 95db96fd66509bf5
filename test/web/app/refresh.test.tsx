/** @jest-environment jsdom */
/** Readings that overtake each other, and those that many ask for at once. */
import { oneAfterAnother, Turns } from '../../../web/src/app/refresh';
import { keep, load, messages, schedules, type Schedule } from '../../../web/src/features/schedules/load';
import { begun, failed, fault, load as loadModels, refusal } from '../../../web/src/features/models/load';

const answers: { path: string; resolve: (body: object) => void }[] = [];
const turn = () => new Promise((resolve) => setTimeout(resolve));
beforeAll(() => {
  globalThis.fetch = (path) =>
    new Promise((resolve) =>
      answers.push({
        path: new URL(path as string, location.href).pathname,
        resolve: (body) =>
          resolve({ ok: true, status: 200, headers: new Headers(), json: async () => body } as Response),
      }),
    );
});
beforeEach(() => void (answers.length = 0));
const schedule = (paused: boolean): Schedule => ({ id: 'sms-update', paused }) as Schedule;

it('tells of a reading whether another one was begun since, or something newer is known', () => {
  const turns = new Turns();
  const first = turns.begin();
  expect(first()).toBe(true);
  const second = turns.begin();
  expect([first(), second()]).toEqual([false, true]);
  turns.outdate();
  expect(second()).toBe(false);
});

it('reads once more for all who ask meanwhile, also when the reading before fails', async () => {
  const ends: ((fault?: Error) => void)[] = [];
  const read = oneAfterAnother(
    () => new Promise<void>((resolve, reject) => ends.push((error) => (error ? reject(error) : resolve()))),
  );
  const [first, second, third] = [read(), read(), read()];
  expect(second).toBe(third);
  expect(ends).toHaveLength(1);
  ends[0]?.(new Error('away'));
  await expect(first).rejects.toThrow('away');
  await turn();
  expect(ends).toHaveLength(2);
  ends[1]?.();
  await second;
  void read();
  expect(ends).toHaveLength(3);
});

it('keeps a schedule that was changed when a list from before it comes later', async () => {
  const reading = load();
  keep(schedule(true));
  for (const { path, resolve } of answers) resolve({ items: path === '/api/sms' ? [] : [schedule(false)] });
  await reading;
  expect(schedules.value ?? []).not.toContainEqual(schedule(false));
  const again = load();
  for (const { path, resolve } of answers.slice(2))
    resolve({ items: path === '/api/sms' ? [{ id: 1 }] : [schedule(true)] });
  await again;
  expect(schedules.value).toEqual([schedule(true)]);
  expect(messages.value).toHaveLength(1);
});

it('goes on saying why something was not done when the page is read again, until something else is done', async () => {
  failed(new Error('there is no such provider'));
  const reading = loadModels();
  for (const { resolve } of answers) resolve({ items: [] });
  await reading;
  expect(fault.value).toBeNull();
  expect(refusal.value).toContain('no such provider');
  begun();
  expect(refusal.value).toBeNull();
});
