/** Recordings on the whole product: real terminals, and the files of what they showed. */
import { statSync } from 'node:fs';
import { type Dashboard, startDashboard } from '../support/dashboard';
import { RECORDED_SOON, recordedSessions, wordsOf } from '../support/recorded';
import { until } from '../support/tmux-server';

const SECRET = 'tok-4f6d1c0a9b8e7d2f';
jest.setTimeout(180_000);

let dashboard: Dashboard;
beforeAll(async () => (dashboard = await startDashboard(RECORDED_SOON)));
afterAll(() => dashboard.close());
const { shell, prints, recording, records, framesOf, files } = recordedSessions(() => dashboard);

test('what a terminal shows is recorded while nobody looks, with its colours, for this account alone', async () => {
  const session = await shell();
  await prints(session, 'one \x1b[31mred\x1b[0m\n');
  await records(session, '\x1b[31mred');
  await prints(session, 'two\n');
  await records(session, 'two');
  const { recorded, reason, ranges, activity, bytes } = await recording(session);
  expect({ recorded, reason }).toEqual({ recorded: true, reason: null });
  expect(ranges).toHaveLength(1);
  expect(activity.length).toBeGreaterThan(0);
  expect(bytes).toBeGreaterThan(0);
  for (const path of files())
    expect(statSync(path).mode & 0o777).toBe(statSync(path).isDirectory() ? 0o700 : 0o600);
});

test('what was recorded is there after the server was killed, and it goes on in its own time', async () => {
  const session = await shell();
  await prints(session, 'before the end\n');
  await records(session, 'before the end');
  await dashboard.kill();
  await dashboard.start();
  await dashboard.sessionWhere(session, ({ status }) => status === 'waiting_input');
  await prints(session, 'after the start\n');
  await records(session, 'after the start');
  expect(wordsOf(await framesOf(session))).toMatch(/before the end[^]*after the start/);
  expect((await recording(session)).ranges.length).toBeGreaterThanOrEqual(2);
});

test('a renamed session keeps its recording, and it goes when the session is ended', async () => {
  const session = await shell();
  await prints(session, 'of the same terminal\n');
  await records(session, 'of the same terminal');
  const before = files().length;
  const renamed = `${session}-renamed`;
  await dashboard.call(`/api/sessions/${session}/rename`, { body: { name: renamed } });
  await prints(renamed, 'with another name\n');
  await records(renamed, 'with another name');
  expect(wordsOf(await framesOf(renamed))).toContain('of the same terminal');
  expect((await dashboard.call(`/api/sessions/${renamed}`, { method: 'DELETE' })).status).toBe(204);
  await until(() => files().length < before, 'its files are gone');
});

test('one that is switched off is not recorded, and is again when a person wants it', async () => {
  const session = await shell();
  const path = `/api/sessions/${session}/recording`;
  await dashboard.call(path, { method: 'PUT', body: { enabled: false } });
  expect(await recording(session)).toMatchObject({ recorded: false, reason: { code: 'off_here' } });
  // Who is asked which sessions there are is asked each second.
  const other = await shell();
  await prints(other, 'a while later\n');
  await records(other, 'a while later');
  await prints(session, 'not to be kept\n');
  await prints(other, 'meanwhile\n');
  await records(other, 'meanwhile');
  await dashboard.call(path, { method: 'PUT', body: { enabled: null } });
  await prints(session, 'to be kept\n');
  await records(session, 'to be kept');
  expect(wordsOf(await framesOf(session))).not.toContain('not to be');
});

test('values of the vault are in no file, whatever divides them on the screen', async () => {
  const session = await shell();
  await dashboard.call('/api/secrets', { body: { name: 'TOKEN', value: SECRET } });
  const other = await shell();
  await prints(other, 'since then\n');
  await records(other, 'since then');
  const boxed = `│ ${SECRET.slice(0, 9)} │\n│ ${SECRET.slice(9)} │\n`;
  await prints(
    session,
    `token ${SECRET}\n\x1b[1m${SECRET.slice(0, 6)}\x1b[0m${SECRET.slice(6)}\n${boxed}all of it\n`,
  );
  await records(session, 'all of it');
  const words = wordsOf(await framesOf(session));
  expect(words).toContain(`token ${'*'.repeat(SECRET.length)}`);
  expect(words.replaceAll(/\x1b\[\d+m/g, '')).not.toMatch(/tok-4|f6d1c0|9b8e7d|7d2f/); // oxlint-disable-line no-control-regex
  const { items } = (await dashboard.call('/api/secrets/access')).body;
  // None left the vault.
  expect(items.filter(({ action }: { action: string }) => action === 'used')).toEqual([]);
});

test('prompts are marks, and name the session that has them and when', async () => {
  const session = await shell();
  const id = await dashboard.send({ content: 'echo from a prompt', target_session: session });
  const prompt = await dashboard.settled(id);
  await records(session, 'from a prompt');
  const { marks } = await recording(session);
  expect(marks.map(({ kind, prompt_id }: { kind: string; prompt_id: number }) => [kind, prompt_id])).toEqual([
    ['prompt_taken', id],
    ['prompt_ended', id],
  ]);
  expect(prompt.recording).toEqual({ session, at: marks[0].at });
});
