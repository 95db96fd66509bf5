/** Screens of Claude that wait for a key without a menu: a person is told, answers here or there, and the work goes on. */
import { run, say } from './model/steps';
import { until } from '../support/dashboard';
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

async function held(session: string, test: (one: any) => boolean): Promise<any> {
  const ask = async (): Promise<any> => {
    const { body } = await lab.dashboard.call(`/api/confirmations?session=${session}&status=pending`);
    return body.items.find(test);
  };
  return until(ask, (one) => one !== undefined, `a dialog of ${session} that waits`);
}

const SIZES = [
  ['wide', 120, 40],
  ['low', 80, 24],
] as const;

test.each(SIZES)(
  'auto mode that can not check (%s): held, and the answer takes effect',
  async (name, width, height) => {
    await lab.agent('claude', name, { change: autoMode });
    const { tmux } = lab.dashboard;
    await tmux.command('resize-window', '-t', `=${name}:`, '-x', String(width), '-y', String(height));
    const text = `${name}: curl and remove`;
    lab.model.book.when(text, run('curl -s http://127.0.0.1:9/ ; rm -rf ./foo'), say('Done.'));
    const id = await lab.send(name, text);
    const notice = await held(name, ({ kind }) => kind === 'other');
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
    const asked = await held(name, ({ kind }) => kind === 'permission');
    await lab.dashboard.call(`/api/confirmations/${asked.id}`, { body: { decision: 'approve' } });
    expect(await lab.dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'Done.' });
  },
);

test('one of which not even the keys are in sight is told as well, and answered in the terminal', async () => {
  await lab.agent('claude', 'tiny', { change: autoMode });
  await lab.dashboard.tmux.command('resize-window', '-t', '=tiny:', '-x', '60', '-y', '15');
  lab.model.book.when('tiny: curl', run('curl -s http://127.0.0.1:9/'), say('Done.'));
  const id = await lab.send('tiny', 'tiny: curl');
  const notice = await held('tiny', ({ kind }) => kind === 'other');
  expect(notice.dialog).toMatchObject({
    title: "Auto mode can't check actions in this session",
    options: [],
  });
  await lab.keys('tiny', 'Escape');
  expect((await lab.dashboard.settled(id)).status).toBe('cancelled');
});
