/** Dialogs across the ends of the server, and on the event stream. */
import { type Stream, openStream } from '../api/stream';
import { type Agent, bash, dialogAgent, SCREENS } from '../support/dialog-agent';
import { type Dashboard, startDashboard, until } from '../support/dashboard';

let dashboard: Dashboard;
let stream: Stream | undefined;
beforeAll(async () => {
  dashboard = await startDashboard();
}, 90_000);
afterAll(async () => {
  stream?.close();
  await dashboard.close();
});

async function agent(session: string, dialog: ReturnType<typeof bash>): Promise<Agent> {
  const screens = { idle: SCREENS.idle(), denied: SCREENS.denied(), dialog };
  const program = dialogAgent(dashboard.tmux.dir, session, screens, 'dialog');
  await dashboard.tmux.session(session, ...program.argv);
  return program;
}
const confirmation = (session: string, is: (item: any) => boolean): Promise<any> =>
  until(
    async () => (await dashboard.call(`/api/confirmations?session=${session}`)).body.items,
    (items) => items.some(is),
    `the dialog of ${session}`,
  ).then((items) => items.find(is));

test('a page that listens sees a dialog come, and go with its answer', async () => {
  await dashboard.call('/api/confirm', { method: 'PUT', body: { delay_ms: [300, 300] } });
  stream = await openStream(dashboard);
  await stream.until(({ event, data }) => event === 'state' && Array.isArray(data.confirmations));
  await agent('seen', bash('npm test'));
  const { data } = await stream.until(
    ({ event, data: seen }) => event === 'confirmation' && seen.due_at !== null,
  );
  expect(data).toMatchObject({ session: 'seen', status: 'pending', verdict: 'allow', command: 'npm test' });
  await stream.until(({ event, data: seen }) => event === 'confirmation' && seen.status === 'approved');
  const of = (kind: string) =>
    stream?.seen.filter(({ event }) => event === kind).map((one) => one.data) ?? [];
  expect(of('confirm').map(({ pending }) => pending)).toEqual(expect.arrayContaining([1]));
  const ids = of('session').filter(({ name }) => name === 'seen');
  expect(ids.map(({ confirmation_id }) => confirmation_id)).toContain(data.id);
});

describe('over a restart', () => {
  let kept: { readonly program: Agent; readonly before: any };
  let away: { readonly program: Agent; readonly id: number };
  beforeAll(async () => {
    const [keeps, goes] = [await agent('kept', bash('git push')), await agent('away', bash('git push'))];
    const before = await confirmation('kept', ({ verdict, rule }) => verdict === 'ask' && rule !== null);
    const { id } = await confirmation('away', ({ rule }) => rule !== null);
    [kept, away] = [
      { program: keeps, before },
      { program: goes, id },
    ];
    expect(await dashboard.stop()).toBe(0);
    await dashboard.tmux.command('send-keys', '-t', '=away:', '4');
    await dashboard.start();
  }, 60_000);

  test('a dialog that waits is kept, and the answer still reaches it', async () => {
    const { program, before } = kept;
    const path = `/api/confirmations/${before.id}`;
    expect((await dashboard.call(path)).body).toMatchObject({
      status: 'pending',
      created_at: before.created_at,
    });
    const answer = await dashboard.call(path, { body: { decision: 'approve' } });
    expect(answer.body).toMatchObject({ status: 'approved', decided_by: 'person' });
    expect(program.keys()).toEqual(['1']);
    expect((await dashboard.call('/api/confirmations?session=kept')).body.total).toBe(1);
  });

  test('a dialog that is answered in the terminal while the server is away is over when it is back', async () => {
    const after = await confirmation('away', ({ status }) => status !== 'pending');
    expect(after).toMatchObject({ id: away.id, status: 'expired', decided_by: 'terminal' });
    expect(away.program.keys()).toEqual(['4']);
  });
});

test('a server that is killed between the key and its effect has answered once', async () => {
  const program = await agent('killed', bash('npm test', { redrawAfterMs: 1_500 }));
  await until(
    async () => program.keys(),
    (keys) => keys.length === 1,
    'the key',
  );
  await dashboard.kill();
  await dashboard.start();
  const after = await confirmation('killed', ({ status }) => status !== 'pending');
  expect(after).toMatchObject({ status: 'approved', decided_by: 'policy' });
  expect(program.keys()).toEqual(['1']);
}, 60_000);
