/** Templates and recurring prompts from the command line. */
import { FakeApi } from './fake-api';
import { runWith } from './helpers';

const template = {
  ...{
    id: 1,
    name: 'review',
    description: null,
    text: 'Review {{branch}} for {{what}}.',
    used_by: ['weekly'],
  },
  variables: [
    { name: 'branch', required: true, default: null },
    { name: 'what', required: false, default: 'bugs' },
  ],
  ...{ created_by: 'me', created_at: '2026-02-07T00:00:00.000Z' },
  ...{ updated_by: 'me', updated_at: '2026-02-07T00:00:00.000Z' },
};
const firing = {
  ...{ scheduled_at: '2026-02-07T02:30:00.000Z', at: '2026-02-07T02:30:01.000Z' },
  ...{
    outcome: 'skipped',
    prompt_id: null,
    reason: 'prompt 41 of the time before is still under way (working)',
  },
};
const recurring = {
  ...{ id: 3, schedule_id: 'recurring-prompt-3', name: 'nightly', content: 'Run all tests', template: null },
  ...{ variables: {}, target_session: null, target_provider: 'claude', specialty: null, priority: 0 },
  ...{ project_id: null, timeout_minutes: 30, max_retries: 3, cron: '30 3 * * *', interval_seconds: null },
  ...{ in_words: 'at 03:30', timezone: 'Europe/Berlin', catch_up_minutes: 60, paused: false },
  ...{ next: '2026-02-08T02:30:00.000Z', last: firing, created_by: 'me', updated_by: 'me' },
  ...{ created_at: '2026-02-07T00:00:00.000Z', updated_at: '2026-02-07T00:00:00.000Z' },
};
const api = new FakeApi({
  'POST /api/assigner/send': { body: { prompt_id: 42, success: true } },
  'GET /api/templates': { body: { items: [template], total: 1 } },
  'GET /api/templates/review': { body: template },
  'POST /api/templates': { status: 201, body: template },
  'PATCH /api/templates/review': { body: template },
  'DELETE /api/templates/review': { status: 204 },
  'POST /api/templates/review/render': { body: { content: 'Review main.' } },
  'GET /api/recurring-prompts': { body: { items: [recurring], total: 1 } },
  'GET /api/recurring-prompts/3': { body: { ...recurring, firings: [firing] } },
  'POST /api/recurring-prompts': { status: 201, body: { ...recurring, firings: [] } },
  'PATCH /api/recurring-prompts/3': { body: { ...recurring, paused: true, next: null, firings: [] } },
  'POST /api/recurring-prompts/3/trigger': { body: { ...firing, outcome: 'queued', prompt_id: 43 } },
  'DELETE /api/recurring-prompts/3': { status: 204 },
});
beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => void (api.requests.length = 0));

test('a prompt is made from a template with its values', async () => {
  const { code } = await runWith(api, [
    'send',
    '--template',
    'review',
    '--var',
    'branch=a=b',
    '--var',
    'what=',
  ]);
  expect(code).toBe(0);
  expect(api.last().body).toEqual({
    ...{ template: 'review', variables: { branch: 'a=b', what: '' }, source: 'cli' },
  });
  expect((await runWith(api, ['send', 'x', '--template', 'review'])).code).toBe(64);
  expect((await runWith(api, ['send', '--template', 'review', '--var', 'branch'])).stderr).toContain(
    'name=value',
  );
});

test('templates are listed, shown, saved, tried and removed', async () => {
  expect((await runWith(api, ['templates'])).stdout).toMatch(/review +branch, what=bugs +Review/);
  expect((await runWith(api, ['templates', 'show', 'review'])).stdout).toContain(
    'Used by: weekly\n\nReview {{branch}}',
  );
  await runWith(api, ['templates', 'save', 'review', '--default', 'what=x'], { stdin: 'piped {{what}}' });
  expect(api.last()).toMatchObject({
    method: 'PATCH',
    body: { text: 'piped {{what}}', defaults: { what: 'x' } },
  });
  // Values that are not named stay, of variables that are there still.
  for (const [more, defaults] of [
    [[], { what: 'bugs' }],
    [['--default', 'branch=main'], { what: 'bugs', branch: 'main' }],
    [['--no-default'], {}],
  ] as const) {
    await runWith(api, ['templates', 'save', 'review', '--text', '{{what}} in {{branch}}', ...more]);
    expect(api.last()).toMatchObject({ method: 'PATCH', body: { defaults } });
    expect((api.last().body as { defaults: object }).defaults).toEqual(defaults);
  }
  await runWith(api, ['templates', 'save', 'review', '--text', 'nothing']);
  expect((api.last().body as { defaults: object }).defaults).toEqual({});
  await runWith(api, ['templates', 'save', 'new', '--text', 'x']);
  expect(api.last()).toMatchObject({
    method: 'POST',
    path: '/api/templates',
    body: { name: 'new', text: 'x' },
  });
  expect((await runWith(api, ['templates', 'render', 'review', '--var', 'branch=main'])).stdout).toBe(
    'Review main.\n',
  );
  expect((await runWith(api, ['templates', 'rm', 'review'])).stdout).toBe('Template review is removed.\n');
});

test('recurring prompts are listed and shown with what became of their times', async () => {
  const { stdout } = await runWith(api, ['recurring']);
  expect(stdout).toMatch(/3 +nightly +at 03:30 .*skipped +Run all tests/);
  const shown = await runWith(api, ['recurring', 'show', '3']);
  expect(shown.stdout).toContain('Times:   at 03:30 (30 3 * * *), Europe/Berlin');
  expect(shown.stdout).toContain('prompt 41 of the time before is still under way');
});

test('recurring prompts are added, changed, paused, run and removed', async () => {
  const times = ['--cron', '30 3 * * *', '--timezone', 'Europe/Berlin', '--catch-up', '90'];
  await runWith(api, ['recurring', 'add', 'nightly', 'Run all tests', ...times, '--provider', 'claude']);
  expect(api.last().body).toEqual({
    ...{ name: 'nightly', content: 'Run all tests', cron: '30 3 * * *', timezone: 'Europe/Berlin' },
    ...{ catch_up_minutes: 90, target_provider: 'claude' },
  });
  expect((await runWith(api, ['recurring', 'add', 'n', '--every', '1h'])).stderr).toContain(
    'Give a text or --template',
  );
  expect((await runWith(api, ['recurring', 'add', 'n', 'x', '--every', '1h', '--cron', 'x'])).code).toBe(64);
  await runWith(api, ['recurring', 'set', '3', '--every', '2h', '--var', 'a=b']);
  expect(api.last().body).toEqual({ interval: '2h', variables: { a: 'b' } });
  expect((await runWith(api, ['recurring', 'set', '3'])).code).toBe(64);
  expect((await runWith(api, ['recurring', 'pause', '3'])).stdout).toContain('paused');
  expect(api.last().body).toEqual({ paused: true });
  expect((await runWith(api, ['recurring', 'run', '#3'])).stdout).toBe('Prompt 43 is queued.\n');
  expect((await runWith(api, ['recurring', 'rm', '3'])).stdout).toBe('Recurring prompt 3 is removed.\n');
});
