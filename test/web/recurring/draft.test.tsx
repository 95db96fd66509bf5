/** @jest-environment jsdom */
/** What the forms of recurring prompts send. */
import { signal } from '@preact/signals';
import { changesOf, newBody, recurringDraft } from '../../../web/src/features/recurring/draft';
import type { Recurring, Template } from '../../../web/src/features/recurring/load';

const one = {
  ...{ id: 3, name: 'nightly', content: 'Run the tests.', template: null, variables: {} },
  ...{ target_session: 'dev', target_provider: 'claude', specialty: 'review', project_id: 7 },
  ...{ priority: 5, timeout_minutes: 90, max_retries: 0, catch_up_minutes: 15 },
  ...{ cron: null, interval_seconds: 5400, timezone: 'Europe/Berlin', paused: false },
} as unknown as Recurring;
const templates = [
  { name: 'review', variables: [{ name: 'branch', required: true, default: null }] },
] as unknown as readonly Template[];

test('nothing is sent of what nobody touched', () => {
  expect(changesOf(one, recurringDraft(one), templates)).toEqual({});
});

test('a length is shown in its unit, and sent as it was written', () => {
  const draft = recurringDraft(one);
  expect(draft.times.value).toBe('90m');
  draft.times.value = '3600';
  expect(changesOf(one, draft, templates)).toEqual({ interval: 3600 });
});

test('what was set is taken away again, and what belongs together is sent together', () => {
  const draft = recurringDraft(one);
  draft.session.value = '';
  draft.specialty.value = ' ';
  draft.project.value = '';
  expect(changesOf(one, draft, templates)).toEqual({
    ...{ target_session: null, target_provider: 'claude', specialty: null, project_id: null },
  });
});

test('a cron text takes the place of a length, a template that of a text, and the other way round', () => {
  const draft = recurringDraft(one);
  draft.kind.value = 'cron';
  draft.times.value = '0 4 * * *';
  draft.template.template.value = 'review';
  draft.template.values.set('branch', signal('main'));
  const made = { cron: '0 4 * * *', template: 'review', variables: { branch: 'main' } };
  expect(changesOf(one, draft, templates)).toEqual(made);
  const templated = { ...one, content: null, template: 'review', variables: { branch: 'main' } };
  const back = recurringDraft(templated);
  back.template.template.value = '';
  back.content.value = 'Again.';
  expect(changesOf(templated, back, templates)).toEqual({ content: 'Again.' });
});

test('a new one says only what was filled in', () => {
  const draft = recurringDraft();
  for (const [field, text] of [
    ['name', 'a'],
    ['content', 'b'],
    ['times', '0 4 * * *'],
    ['project', '2'],
  ] as const)
    draft[field].value = text;
  expect(newBody(draft, [])).toEqual({
    ...{ name: 'a', content: 'b', cron: '0 4 * * *', project_id: 2, timezone: expect.any(String) },
    ...{ priority: 0, timeout_minutes: 30, max_retries: 3, catch_up_minutes: 60 },
  });
});
