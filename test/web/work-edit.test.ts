/** Adding, editing, deleting on the page of work, and what two people do at the same time. */
import type { Browser } from 'playwright-core';
import { hasFocus, isLive, openPage, sees, seesNo } from './browser';
import type { FakeApi } from './fake-api';
import { inABrowser } from './in-a-browser';
import { tagOf } from './fake-work';

let browser: Browser;
let api: FakeApi;
inABrowser((given) => ({ browser, api } = given));
const opened = async (hash: string) => {
  const page = await openPage(browser, `${api.url}/work.html${hash}`);
  await isLive(page.page);
  return page;
};
const feature = (id: number) => api.work.rows.features.get(id);

it('adds a feature by keyboard, and shows what is wrong at the field', async () => {
  api.work.add('projects', { name: 'auth' });
  const { page, faults } = await opened('#/features?project=1');
  await page.getByRole('button', { name: 'Add a feature' }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Priority').fill('5000');
  await page.getByRole('button', { name: 'Add feature' }).click();
  await sees(page, '.field:has(#work-title) .field-error', 'Must not be empty');
  await hasFocus(page, '#work-title');
  await page.keyboard.type('Sign in with a key');
  await page.keyboard.press('Enter');
  await sees(page, '.field:has(#work-priority) .field-error', 'Expected a whole number');
  await page.getByLabel('Priority').fill('5');
  await page.getByLabel('Specification').fill('two\nlines');
  await page.getByLabel('Hours planned').fill('2.5');
  await page.getByRole('button', { name: 'Add feature' }).click();
  await sees(page, '.work-title', 'Sign in with a key');
  await sees(page, '#work-message', 'Added feature #1.');
  await sees(page, '.work-facts', '#1 · auth · 2.5 h planned');
  const fields = {
    title: 'Sign in with a key',
    spec: 'two\nlines',
    project_id: 1,
    priority: 5,
    estimated_hours: 2.5,
  };
  expect(feature(1)).toMatchObject({ ...fields, status: 'draft' });
  expect(new URL(page.url()).hash).toBe('#/features?project=1');
  await hasFocus(page, '#work-add');
  expect(faults).toEqual([]);
});

it('sends what was edited, nothing else, with the tag of what was read', async () => {
  const before = api.work.add('bugs', {
    title: 'old',
    description: 'a\r\nb',
    severity: 'low',
    feature_id: 7,
  });
  const tag = tagOf(before);
  const { page } = await opened('#/bugs');
  await page.getByRole('link', { name: 'old' }).click();
  await page.getByLabel('Title').fill('new');
  await page.getByLabel('Severity').last().selectOption('critical');
  await page.getByLabel('Feature').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await sees(page, '.work-title', 'new');
  const body = { title: 'new', severity: 'critical', feature_id: null };
  expect(api.work.writes).toEqual([{ call: 'PATCH /api/bugs/1', body, tag }]);
});

it('asks before what was written is thrown away: by Escape, beside the dialog, by the way back', async () => {
  api.work.add('features', { title: 'as it was' });
  const { page, faults } = await opened('');
  const link = page.getByRole('link', { name: 'as it was' });
  await link.click();
  await page.getByLabel('Title').fill('written with care');
  for (const leave of [
    () => page.keyboard.press('Escape'),
    () => page.mouse.click(5, 400),
    () => page.goBack(),
    () => page.getByRole('button', { name: 'Close' }).click(),
  ]) {
    await leave();
    await sees(page, '.dialog-small h2', 'Leave without saving?');
    await page.keyboard.press('Enter');
    await seesNo(page, '.dialog-small');
    expect(await page.getByLabel('Title').inputValue()).toBe('written with care');
  }
  expect(new URL(page.url()).hash).toBe('#/features/1');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await seesNo(page, 'dialog');
  expect(feature(1)?.['title']).toBe('as it was');
  await page.waitForURL(/#\/features$/);
  await link.click();
  await sees(page, 'dialog h2', 'Feature #1');
  await page.keyboard.press('Escape');
  await seesNo(page, 'dialog');
  await page.locator(':focus').and(link).waitFor();
  expect(faults).toEqual([]);
});

describe('two people', () => {
  async function conflict() {
    api.work.add('features', { title: 'first', spec: 'a spec' });
    const { page, faults } = await opened('#/features/1');
    await page.getByLabel('Title').fill('mine');
    await page.getByLabel('Assigned to').fill('me');
    api.work.change('features', 1, { title: 'theirs', status: 'blocked' });
    await page.getByRole('button', { name: 'Save' }).click();
    await sees(page, '.work-conflict', /By another person, .*What you wrote is still here/);
    return { page, faults };
  }

  it('are told what differs; mine stays, with what only they changed', async () => {
    const { page, faults } = await conflict();
    const rows = page.locator('.work-differences tbody tr');
    expect(await rows.allTextContents()).toEqual(['Titletheirsmine', 'Assigned to(empty)me']);
    await sees(page, '.work-conflict', 'status is now “Blocked”');
    expect(feature(1)?.['title']).toBe('theirs');
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await sees(page, '#work-message', 'Saved feature #1.');
    expect(feature(1)).toMatchObject({ title: 'mine', assigned_to: 'me', status: 'blocked', spec: 'a spec' });
    expect(faults).toEqual([]);
  });

  it('are told what differs; theirs is taken', async () => {
    const { page } = await conflict();
    await page.getByRole('button', { name: 'Take theirs' }).click();
    expect(await page.getByLabel('Title').inputValue()).toBe('theirs');
    await page.keyboard.press('Escape');
    await seesNo(page, 'dialog');
    expect(feature(1)).toMatchObject({ title: 'theirs', assigned_to: null });
  });

  it('are asked again where it was changed once more', async () => {
    const { page } = await conflict();
    api.work.change('features', 1, { title: 'theirs again' });
    await page.getByRole('button', { name: 'Keep mine' }).click();
    await sees(page, '.work-differences', 'theirs again');
    expect(await page.getByLabel('Title').inputValue()).toBe('mine');
  });
});

it('deletes only after a question; a project with what belongs to it, which it counts', async () => {
  api.work.add('projects', { name: 'auth' });
  api.work.add('features', { title: 'one', project_id: 1 });
  api.work.add('features', { title: 'two', project_id: 1, status: 'completed' });
  api.work.add('bugs', { title: 'three', project_id: 1 });
  const { page } = await opened('#/projects/1');
  await page.getByRole('button', { name: 'Delete' }).click();
  await sees(page, '.dialog-small', '“auth” is gone then, and 2 features and 1 bug with it.');
  await page.keyboard.press('Enter');
  expect(api.work.writes).toEqual([]);
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete it with 2 features and 1 bug' }).click();
  await sees(page, '#work-message', 'Deleted project #1 and 2 features and 1 bug.');
  expect(api.work.writes.map(({ call }) => call)).toEqual(['DELETE /api/projects/1?cascade=true']);
  await sees(page, '#work-empty', 'No projects yet.');
});

it('offers features by their title for a bug, and takes only one of them', async () => {
  for (const title of ['Sign in', 'Sign out', 'Search']) api.work.add('features', { title });
  const { page } = await opened('#/bugs/new');
  await page.getByLabel('Title').fill('leak');
  await page.getByLabel('Feature').fill('sign');
  await page.locator('#feature-suggestions option[value="2"]').waitFor({ state: 'attached' });
  const offered = page.locator('#feature-suggestions option');
  expect(
    await offered.evaluateAll((options) => options.map((option) => option.getAttribute('label'))),
  ).toEqual(['#2 Sign out', '#1 Sign in']);
  await page.getByRole('button', { name: 'Add bug' }).click();
  await sees(page, '.field:has(#work-feature_id) .field-error', 'Choose one of the list');
  await page.getByLabel('Feature').fill('2');
  await page.getByRole('button', { name: 'Add bug' }).click();
  await sees(page, '#work-message', 'Added bug #1.');
  expect(api.work.rows.bugs.get(1)).toMatchObject({
    title: 'leak',
    feature_id: 2,
    severity: 'medium',
    status: 'open',
  });
});

it('keeps the focus on a row that moves, and in the list where its row is gone', async () => {
  for (const title of ['a', 'b', 'c']) api.work.add('features', { title });
  const { page } = await opened('');
  await page.getByRole('link', { name: 'a', exact: true }).click();
  await page.getByLabel('Priority').fill('7');
  await page.getByRole('button', { name: 'Save' }).click();
  await sees(page, '.work-row:first-child .work-title', /^a$/);
  await hasFocus(page, '.work-row:first-child a');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete feature' }).click();
  await page.locator('[data-id="1"]').waitFor({ state: 'detached' });
  await hasFocus(page, '#work-list');
});

it('says that what a link leads to is gone, and opens it once it is there', async () => {
  const { page, faults } = await opened('#/features/1');
  await sees(page, '#work-message[data-tone=bad]', 'There is no feature 1.');
  await page.waitForURL(/#\/features$/);
  api.work.add('features', { title: 'came later' });
  await page.evaluate('location.hash = "#/features/1"');
  await sees(page, 'dialog h2', 'Feature #1');
  expect(faults).toEqual([]);
});

it('asks before the page is left with something unsaved, and not without', async () => {
  api.work.add('features', { title: 'as it was' });
  const { page } = await opened('#/features/1');
  await sees(page, 'dialog h2', 'Feature #1');
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.reload();
  expect(asked).toEqual([]);
  await page.getByLabel('Title').fill('changed');
  await page.reload();
  expect(asked).toEqual(['beforeunload']);
});
