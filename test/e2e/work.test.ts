/** The page of work in front of a running server: a feature on its way through a session, and two people who edit it. */
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Dashboard } from '../support/dashboard';
import { dashboardInABrowser } from '../support/dashboard-in-a-browser';
import { gate } from '../support/gate';
import { isLive, openPage, sees, seesNo } from '../web/browser';

let dashboard: Dashboard;
let browser: Browser;
dashboardInABrowser({}, async (given) => {
  ({ dashboard, browser } = given);
  await dashboard.shell('worker');
  await goTo('worker', realpathSync(dashboard.dir));
});

/** The shell in that session goes to another directory. */
async function goTo(session: string, dir: string): Promise<void> {
  await dashboard.call('/api/tmux/send', { body: { session, command: `cd ${dir}` } });
  await dashboard.sessionWhere(session, ({ working_dir }) => working_dir === dir);
}

async function logIn(page: Page): Promise<void> {
  await page.getByLabel('Username').fill('architect');
  await page.getByLabel('Password').fill('peace5');
  await page.keyboard.press('Enter');
  await isLive(page);
}

async function openWork(hash = '') {
  const opened = await openPage(browser, dashboard.url);
  await logIn(opened.page);
  await opened.page.getByRole('link', { name: 'Work', exact: true }).click();
  await isLive(opened.page);
  if (hash) await opened.page.goto(`${dashboard.url}/work.html${hash}`);
  return opened;
}

it('is there for people who are logged in only, who then go on where their link leads', async () => {
  const { page } = await openPage(browser, `${dashboard.url}/work.html#/bugs?status=all`);
  expect(new URL(page.url()).pathname).toBe('/login');
  await page.getByLabel('Username').fill('architect');
  await page.getByLabel('Password').fill('wrong');
  await page.keyboard.press('Enter');
  await sees(page, '[role=alert]', 'The username or the password is wrong.');
  await logIn(page);
  await sees(page, '#work-empty', 'No bugs yet.');
  expect(new URL(page.url()).hash).toBe('#/bugs?status=all');
});

it('takes a feature from its project through a shell session to its end, without a reload', async () => {
  const { page, faults } = await openWork('#/projects');
  await page.evaluate('window.sameDocument = true');
  await page.getByRole('button', { name: 'Add a project' }).click();
  await page.getByLabel('Name').fill('auth');
  await page.getByLabel('Source path').fill('not absolute');
  await page.getByRole('button', { name: 'Add project' }).click();
  await sees(page, '.field:has(#work-source_path) .field-error', 'Expected an absolute path');
  await page.getByLabel('Source path').fill(dashboard.dir);
  await page.getByRole('button', { name: 'Add project' }).click();
  await sees(page, '.work-title', 'auth');
  await page.getByRole('link', { name: '0 open features' }).click();

  await page.getByRole('button', { name: 'Add a feature' }).click();
  await page.getByLabel('Title').fill('greet');
  // What the shell runs of it is this line; the others are no commands.
  const seen = gate(dashboard.dir, 'seen');
  await page.getByLabel('Description').fill(`${seen.wait}; echo "hello from the page"`);
  await page.getByRole('button', { name: 'Add feature' }).click();
  await sees(page, '.work-facts', '#1 · auth');
  await page.getByRole('button', { name: 'Work on this: greet' }).click();
  await page.getByLabel('Session', { exact: true }).selectOption('worker');
  await page.getByRole('button', { name: 'Queue prompt' }).click();
  await sees(page, '#work-message', 'Queued as prompt');
  await sees(page, '.work-status .badge', 'In progress');
  seen.open();
  await sees(page, '.work-prompt .badge', 'Completed');
  await sees(page, '.work-status', /In progress.*Answered/);
  await sees(
    page,
    '.work-row .reason',
    'prompt 1 is answered: see whether it is done, and make it completed',
  );
  await page.getByRole('button', { name: 'Mark completed: greet' }).click();
  await sees(page, '#work-message', 'Marked feature #1 completed.');
  await sees(page, '.work-status .badge', 'Completed');
  expect(await page.evaluate('window.sameDocument')).toBe(true);
  expect((await dashboard.call('/api/features/1')).body).toMatchObject({
    ...{ status: 'completed', answered_at: null, tmux_session: 'worker' },
  });

  await page.getByRole('searchbox', { name: 'Search over everything' }).fill('greet');
  await sees(page, '[data-hit="feature 1"]', '#1 · completed');
  await page.locator('.work-prompt').click();
  await sees(page, '[data-text=response] pre', 'hello from the page');
  expect(faults).toEqual([]);
});

it('types work into a session in the directory of its project, made with the command it names, and into no other', async () => {
  const [mine, theirs] = ['mine', 'theirs'].map((name) => join(realpathSync(dashboard.dir), name)) as [
    string,
    string,
  ];
  mkdirSync(mine);
  mkdirSync(theirs);
  const { body: project } = await dashboard.call('/api/projects', {
    body: { name: 'held', source_path: mine },
  });
  const { body: bug } = await dashboard.call('/api/bugs', {
    body: { title: 'echo held to its place', project_id: project.id },
  });
  await dashboard.shell('elsewhere');
  await goTo('elsewhere', theirs);

  const { page, faults } = await openWork('#/bugs');
  await page.getByRole('button', { name: 'Work on this: echo held to its place' }).click();
  await page.getByLabel('Session', { exact: true }).selectOption('elsewhere');
  await page.getByRole('button', { name: 'Queue prompt' }).click();
  const told = `session 'elsewhere' works in ${theirs}, not in ${mine}`;
  await sees(page, '#work-message[data-tone=warn]', told);
  await sees(page, '.work-row .reason', told);
  await sees(
    page,
    '.work-row .reason',
    `architect sessions new NAME --provider claude --project ${project.id}`,
  );
  const { prompt_id: id } = (await dashboard.call(`/api/bugs/${bug.id}`)).body;

  const made = await dashboard.call('/api/sessions', {
    body: { name: 'inside', provider: 'shell', project_id: project.id, command: 'bash --norc --noprofile' },
  });
  expect(made).toMatchObject({ status: 201, body: { project_id: project.id } });
  expect((await dashboard.prompt(id)).stage).toBe('queued');
  await dashboard.call(`/api/assigner/prompts/${id}/reassign`, { body: { target_session: 'inside' } });
  const done = await dashboard.settled(id);
  expect(done).toMatchObject({ status: 'completed', assigned_session: 'inside' });
  const stages = done.history.filter(({ stage }: { stage: string }) => stage === 'leased');
  expect(stages).toMatchObject([{ session: 'inside', evidence: expect.stringContaining(mine) }]);
  await sees(page, '.work-status', /In progress.*Answered/);
  await page.getByRole('button', { name: 'Mark resolved: echo held to its place' }).click();
  await sees(page, '.work-status .badge', 'Resolved');
  expect((await dashboard.call(`/api/bugs/${bug.id}`)).body.status).toBe('resolved');
  expect(faults).toEqual([]);
});

it('tells a person who saves that another did meanwhile, and loses neither text', async () => {
  const { body: made } = await dashboard.call('/api/features', { body: { title: 'as it was', spec: 'a' } });
  const address = `#/features/${made.id}`;
  const [first, second] = [await openWork(address), await openWork(address)];
  await first.page.getByLabel('Title').fill('the first was faster');
  await first.page.getByLabel('Specification').fill('their spec');
  await first.page.getByRole('button', { name: 'Save' }).click();
  await sees(first.page, '.work-title', 'the first was faster');

  await second.page.getByLabel('Title').fill('the second thought longer');
  await second.page.getByRole('button', { name: 'Save' }).click();
  await sees(second.page, '.work-conflict', /By architect, .*What you wrote is still here/);
  await sees(second.page, '.work-differences', /the first was faster.*the second thought longer/);
  await second.page.getByRole('button', { name: 'Keep mine' }).click();
  await seesNo(second.page, 'dialog');
  const { title, spec } = (await dashboard.call(`/api/features/${made.id}`)).body;
  expect([title, spec]).toEqual(['the second thought longer', 'their spec']);
  expect([...first.faults, ...second.faults]).toEqual([]);
});

it('says what GitHub is in want of, and keeps its settings', async () => {
  const { body: project } = await dashboard.call('/api/projects', {
    body: { name: 'hub', source_path: dashboard.dir },
  });
  const { page, faults } = await openWork('#/projects');
  await page.getByRole('button', { name: 'GitHub: hub' }).click();
  await page.getByRole('button', { name: 'Import now' }).click();
  await sees(page, '.dialog-github .panel-message[data-tone=bad]', /git/);
  await page.getByLabel('Pull request when a feature is done').check();
  await page.getByLabel('Remote').fill('upstream');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await sees(page, '.dialog-github .panel-message', 'Saved the settings.');
  const { body } = await dashboard.call(`/api/projects/${project.id}/github`);
  expect(body).toMatchObject({ auto_pull_request: true, remote: 'upstream', secret: 'GITHUB_TOKEN' });
  expect(faults).toEqual([]);
});

it('deletes a project with what belongs to it', async () => {
  const { body: project } = await dashboard.call('/api/projects', { body: { name: 'over' } });
  await dashboard.call('/api/bugs', { body: { title: 'of it', project_id: project.id } });
  const { page } = await openWork(`#/projects/${project.id}`);
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Delete it with 1 bug' }).click();
  await sees(page, '#work-message', `Deleted project #${project.id} and 1 bug.`);
  expect((await dashboard.call(`/api/projects/${project.id}`)).status).toBe(404);
});
