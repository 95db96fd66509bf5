/** Screens of Claude that wait for a key without a menu: a person is told, answers here or there, and the work goes on. */
import { run, say } from './model/steps';
import type { AgentHome } from './support/homes';
import { type Lab, startLab } from './support/lab';

let lab: Lab;
/** Its default mode has a model check each action; the model of the tests is none. */
const autoMode = (home: AgentHome): AgentHome => ({ ...home, command: 'claude' });
beforeAll(async () => {
  lab = await startLab();
  const notify = await lab.dashboard.call('/api/confirm', { method: 'PUT', body: { notify_after_ms: 0 } });
  expect(notify.status).toBe(200);
}, 120_000);
afterAll(() => lab.close());

const waits =
  (wanted: string) =>
  ({ status, kind }: any): boolean =>
    status === 'pending' && kind === wanted;

const SIZES = [
  ['wide', 120, 40],
  ['low', 80, 24],
] as const;

test.each(SIZES)(
  'auto mode that can not check (%s): held, and the answer takes effect',
  async (name, width, height) => {
    await lab.agent('claude', name, { change: autoMode });
    await lab.resize(name, width, height);
    const text = `${name}: curl and remove`;
    lab.model.book.when(text, run('curl -s http://127.0.0.1:9/ ; rm -rf ./foo'), say('Done.'));
    const id = await lab.send(name, text);
    const notice = await lab.confirmation(name, waits('other'));
    expect(notice).toMatchObject({
      dialog: { title: "Auto mode can't check actions in this session" },
      prompt_id: id,
      decided_by: null,
    });
    const { status, reason } = await lab.dashboard.sessionWhere(name, (one) => one.status !== 'busy');
    expect([status, reason]).toEqual(['needs_confirmation', expect.stringMatching(/can't check actions/)]);
    expect((await lab.dashboard.prompt(id)).stage).toBe('needs_confirmation');
    const decision = { decision: 'approve', option: 1 };
    const { body } = await lab.dashboard.call(`/api/confirmations/${notice.id}`, { body: decision });
    expect(body).toMatchObject({ status: 'approved', decided_by: 'person' });
    const asked = await lab.confirmation(name, waits('permission'));
    await lab.dashboard.call(`/api/confirmations/${asked.id}`, { body: { decision: 'approve' } });
    expect(await lab.dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'Done.' });
  },
);

test('one of which not even the keys are in sight is told as well, and answered in the terminal', async () => {
  await lab.agent('claude', 'tiny', { change: autoMode });
  await lab.resize('tiny', 60, 15);
  lab.model.book.when('tiny: curl', run('curl -s http://127.0.0.1:9/'), say('Done.'));
  const id = await lab.send('tiny', 'tiny: curl');
  const notice = await lab.confirmation('tiny', waits('other'));
  expect(notice.dialog).toMatchObject({
    title: "Auto mode can't check actions in this session",
    options: [],
  });
  await lab.keys('tiny', 'Escape');
  expect((await lab.dashboard.settled(id)).status).toBe('cancelled');
});
