/** The server's parts go down in the reverse of the order in which they came up, whatever one of them does. */
import { pino } from 'pino';
import { createUndo } from '../../server/undo';

function recorded() {
  const ran: string[] = [];
  const logged: unknown[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const step = (name: string) => () => void ran.push(name);
  return { ran, logged, step, undo: createUndo(log) };
}

test('the last part that came up is the first to go down, and each goes down once', async () => {
  const { ran, step, undo } = recorded();
  undo.add(step('store'));
  undo.add(step('engine'), step('workers'));
  await undo.run();
  await undo.run();
  expect(ran).toEqual(['workers', 'engine', 'store']);
});

test('a step is waited for before the next one runs', async () => {
  const { ran, step, undo } = recorded();
  undo.add(step('store'), async () => {
    await new Promise(setImmediate);
    ran.push('engine');
  });
  await undo.run();
  expect(ran).toEqual(['engine', 'store']);
});

test('one that was brought forward runs first', async () => {
  const { ran, step, undo } = recorded();
  const web = step('web');
  undo.add(step('store'), web, step('engine'));
  undo.bringForward(web);
  undo.bringForward(step('nobody added this'));
  await undo.run();
  expect(ran).toEqual(['web', 'engine', 'store']);
});

test('one that fails is logged, and the others follow', async () => {
  const { ran, logged, step, undo } = recorded();
  undo.add(
    step('store'),
    () => Promise.reject(new Error('the engine hangs')),
    () => {
      throw new Error('tmux is away');
    },
    step('web'),
  );
  await undo.run();
  expect(ran).toEqual(['web', 'store']);
  expect(logged).toEqual([
    expect.objectContaining({ err: expect.objectContaining({ message: 'tmux is away' }) }),
    expect.objectContaining({ err: expect.objectContaining({ message: 'the engine hangs' }) }),
  ]);
});
