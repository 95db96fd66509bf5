/** Prompts that wait for others or for a time, from the command line. */
import { Settings } from 'luxon';
import { FakeApi } from './fake-api';
import { prompt, runWith } from './helpers';

const held = prompt({ stage: 'held', reason: 'waits for prompt 41 to succeed', after: [41], on: 'success' });
const api = new FakeApi({
  'POST /api/assigner/send': { body: { prompt_id: 42, success: true } },
  'PATCH /api/assigner/prompts/42': { body: held },
  'GET /api/assigner/prompts/42': { body: held },
  'POST /api/assigner/prompts/42/release': { body: prompt() },
});
beforeAll(() => {
  // A zone whose clock is put forward and back.
  Settings.defaultZone = 'Europe/Berlin';
  return api.start();
});
afterAll(() => {
  Settings.defaultZone = 'system';
  return api.stop();
});
beforeEach(() => void (api.requests.length = 0));

test('send says what it waits for, local times as moments', async () => {
  const argv = ['send', 'x', '--after', '41,#40', '--after', 'prompt-7', '--on', 'end'];
  expect((await runWith(api, [...argv, '--not-before', '2026-07-01 09:30'])).code).toBe(0);
  expect(api.last().body).toEqual({
    ...{ content: 'x', source: 'cli', after: [41, 40, 7], on: 'end' },
    not_before: '2026-07-01T07:30:00.000Z',
  });
});

test.each([
  ['2026-03-29T02:30', 'The clock leaves this time out that day'],
  ['2026-10-25T02:30', 'The clock shows this time twice that day: add the offset'],
  ['tomorrow', 'Expected a time like 2026-03-29T09:00'],
  ['09:00', 'Expected a time like 2026-03-29T09:00'],
])('--not-before %s is wrong usage: %s', async (time, message) => {
  const { code, stderr } = await runWith(api, ['send', 'x', '--not-before', time]);
  expect(code).toBe(64);
  expect(stderr).toContain(message);
  expect(api.requests).toEqual([]);
});

test.each([
  ['2026-10-25T02:30+01:00', '2026-10-25T01:30:00.000Z'],
  ['2026-10-25T02:30Z', '2026-10-25T02:30:00.000Z'],
  ['2026-12-01', '2026-11-30T23:00:00.000Z'],
])('--not-before %s is %s', async (time, moment) => {
  await runWith(api, ['send', 'x', '--not-before', time]);
  expect(api.last().body).toMatchObject({ not_before: moment });
});

test('hold and release change what it waits for', async () => {
  const { stdout } = await runWith(api, ['hold', '42', '--after', '41']);
  expect(stdout).toBe('Prompt 42: held (waits for prompt 41 to succeed)\n');
  expect(api.last().body).toEqual({ after: [41] });
  expect((await runWith(api, ['hold', '42'])).stderr).toContain('Say what it waits for');
  await runWith(api, ['release', '42', '--reason', 'urgent']);
  expect(api.last()).toMatchObject({ path: '/api/assigner/prompts/42/release', body: { reason: 'urgent' } });
});

test('the receipt names what it waits for', async () => {
  const { stdout } = await runWith(api, ['prompt', '42']);
  expect(stdout).toMatch(/^Status: +held\nWhy: +waits for prompt 41 to succeed\n/m);
  expect(stdout).toMatch(/^After: +41 \(once completed\)$/m);
});
