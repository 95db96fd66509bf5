/** An agent that is suspended (Ctrl-Z) between the typed text and Enter. */
import { answerTo } from './model/book';
import { claudeByHand } from './support/by-hand';
import { type Lab, startLab } from './support/lab';

let lab: Lab;
beforeAll(async () => {
  // Long enough for a person's Ctrl-Z.
  lab = await startLab({ ARCHITECT_SUBMIT_DELAY_MS: '2500' });
}, 120_000);
afterAll(() => lab.close());

test('gets Enter when it is back in front, once, and its shell gets nothing', async () => {
  await claudeByHand(lab, 'claude');
  const text = 'touch suspended-between';
  const id = await lab.send('claude', text);
  await lab.dashboard.promptWhere(id, ({ stage }) => stage === 'typed');
  await lab.keys('claude', 'C-z');
  await lab.dashboard.sessionWhere('claude', ({ status }) => status === 'exited');
  // Past the pause after which Enter would be pressed.
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  expect(await lab.dashboard.prompt(id)).toMatchObject({ stage: 'typed' });
  await lab.type('claude', 'fg');
  await lab.keys('claude', 'Enter');
  expect(await lab.dashboard.settled(id, 60_000)).toMatchObject({
    status: 'completed',
    response: answerTo(text),
  });
  expect(lab.model.deliveries(text)).toBe(1);
});
