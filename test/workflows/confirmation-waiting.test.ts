/** A dialog that waits for a person: who is told, how, and what happens when nobody comes. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bash, SCREENS } from '../support/dialog-agent';
import { until } from '../support/tmux-server';
import { type Dialogs, newDialogs } from './support/dialogs';
import { startTestEngine, type TestEngine } from './support/engine';

const COMMAND = 'git push --secret-in-the-command';
const screens = { idle: SCREENS.idle(), denied: SCREENS.denied(), dialog: bash(COMMAND) };

let engine: TestEngine;
let dialogs: Dialogs;
let receiver: Server;
let answers: number[];
let received: { type: string | undefined; body: string }[];
beforeAll(async () => {
  engine = await startTestEngine();
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ type: request.headers['content-type'], body: Buffer.concat(chunks).toString() });
      response.writeHead(answers.shift() ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
}, 60_000);
beforeEach(() => {
  answers = [];
  received = [];
});
afterEach(() => dialogs.close());
afterAll(async () => {
  await new Promise((resolve) => receiver.close(resolve));
  await engine.stop();
}, 60_000);

function start(times: Parameters<Dialogs['store']['confirmSettings']['change']>[0]): Dialogs {
  const address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook?key=k-e-y`;
  dialogs = newDialogs(engine, { settings: { ARCHITECT_NOTIFY_URL: address } });
  dialogs.store.confirmSettings.change({ escalate_after_ms: null, ...times });
  return dialogs;
}

test('a person is told after the dwell, and again with more weight when nobody answers; the command is not told', async () => {
  const { agent, confirmation, orchestrator, store } = start({ notify_after_ms: 300 });
  await agent('a', screens);
  const { id } = await confirmation('a', ({ notification }) => notification === 'sent');
  // What is due twice at once is told once: the second is due only when the first was told.
  expect(received).toHaveLength(1);
  store.confirmSettings.change({ escalate_after_ms: 600 });
  await orchestrator.reconsider(id);
  const row = await confirmation('a', ({ escalated_at }) => escalated_at !== null);
  await until(() => received.length === 2, 'both have arrived');
  expect(received.map(({ type }) => type)).toEqual(['application/json', 'application/json']);
  expect(received.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
    {
      title: 'a waits for you',
      message: 'claude in session a asks for permission.',
      url: `http://localhost:8080/needs.html#/dialog-${id}`,
      level: 'waiting',
    },
    {
      title: 'a waits for you',
      message: 'claude in session a asks for permission and nobody has answered yet.',
      url: `http://localhost:8080/needs.html#/dialog-${id}`,
      level: 'escalated',
    },
  ]);
  expect(received.map(({ body }) => body).join()).not.toContain('secret');
  // Being told ends nothing.
  expect(row.status).toBe('pending');
  expect(await orchestrator.decide(row.id, { answer: 'deny', option: null })).toMatchObject({
    outcome: 'answered',
  });
});

test('a message that is refused is sent again, and the record says what became of it', async () => {
  answers = [500];
  const { agent, confirmation } = start({ notify_after_ms: 0 });
  await agent('a', screens);
  const refused = await confirmation('a', ({ notification }) => notification !== null);
  expect(refused.notification).toBe(
    'not sent: webhook: the address answered with status 500; it is tried again',
  );
  // Due is not delivered.
  expect([refused.notify_due_at, refused.notified_at]).toEqual([expect.any(String), null]);
  const sent = await confirmation('a', ({ notification }) => notification === 'sent');
  expect(sent.notified_at).not.toBeNull();
  expect(received).toHaveLength(2);
});

test('where no channel is set up nobody is told, and the record says so', async () => {
  dialogs = newDialogs(engine);
  dialogs.store.confirmSettings.change({ notify_after_ms: 0, escalate_after_ms: 300 });
  await dialogs.agent('a', screens);
  const row = await dialogs.confirmation('a', ({ escalate_due_at }) => escalate_due_at !== null);
  await until(() => dialogs.all('a')[0]?.notification !== null, 'the record tells');
  expect(dialogs.all('a')[0]).toMatchObject({
    ...{ id: row.id, status: 'pending', notified_at: null, escalated_at: null },
    notification: 'not sent: no channel is set up for it (architect alerts channels)',
  });
});

test('what is answered before the dwell is told to nobody', async () => {
  const { agent, confirmation, orchestrator } = start({ notify_after_ms: 60_000 });
  await agent('a', screens);
  const { id } = await confirmation('a', ({ verdict }) => verdict !== null);
  await orchestrator.decide(id, { answer: 'approve', option: null });
  expect((await confirmation('a', ({ status }) => status === 'approved')).notified_at).toBeNull();
  expect(received).toEqual([]);
});

test('a dialog that nobody answers in time expires, stays on the screen, and is not asked about again until it was gone', async () => {
  const { agent, confirmation, all, press, workflow } = start({
    notify_after_ms: 60_000,
    expire_after_ms: 1_000,
  });
  const idle = { ...SCREENS.idle(), keys: { n: 'dialog' } };
  const claude = await agent('a', { ...screens, idle });
  const row = await confirmation('a', ({ status }) => status === 'expired');
  expect(row).toMatchObject({
    decided_by: null,
    standing: 1,
    resolution: expect.stringContaining('nobody answered'),
  });
  await workflow(row.id).result();
  expect(claude.keys()).toEqual([]);
  // Something moves on the screen: looks go on, and find the same dialog.
  await dialogs.tmux.command('resize-window', '-t', '=a:', '-x', '120', '-y', '41');
  await until(() => all('a')[0]?.standing === 1, 'it stands');
  expect(all('a')).toHaveLength(1);
  await press('a', '1');
  await until(() => all('a')[0]?.standing === 0, 'it is gone');
  await press('a', 'n');
  await until(() => all('a').length === 2, 'it is asked about again');
});
