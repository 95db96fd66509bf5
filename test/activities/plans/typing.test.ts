/** What the directory was like before is looked at right before a prompt is typed, and not again after that. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTasks } from '../../../activities/plans/send';
import { trees } from '../../../activities/plans/trees';
import { factsAtTyping } from '../../../activities/plans/typing';
import { sees, there } from '../../store/support';
import { task, type TestPlans, testPlans } from '../../store/plans/support';
import { noJudgement, plansOf } from './support';

let site: TestPlans;
let dir: string;
beforeEach(() => {
  site = testPlans();
  dir = join(site.dir, 'work');
  mkdirSync(dir);
  execFileSync('git', ['-C', dir, 'init', '--quiet']);
});
afterEach(() => site.close());

const write = (name: string): void => writeFileSync(join(dir, name), name);
/** Its prompt waited; now it is given to a session, and is about to be typed. */
async function typing(id: number, session = 'one'): Promise<void> {
  const { store } = site;
  const deps = { store, plansDir: join(site.dir, 'plans') };
  const promptId = there(site.attempt(id, 'a').prompt_id);
  await factsAtTyping(deps)({
    promptId,
    session,
    paneId: '%1',
    host: 'hub',
    provider: 'claude',
    grantedAt: '',
  });
}
const send = (id: number) => {
  const deps = plansOf(site, noJudgement);
  return startTasks(deps, there(site.store.plans.get(id)), trees(join(deps.plansDir, String(id), 'objects')));
};

test('what others changed while it waited is none of its doing', async () => {
  const id = site.plan([[task('a')]], { working_dir: dir });
  await send(id);
  const queued = site.attempt(id, 'a');
  expect(queued).toMatchObject({ directory: dir, before_at: null });
  write('by-others');
  await typing(id);
  const typed = site.attempt(id, 'a');
  expect(typed.before_tree).not.toBe(queued.before_tree);
  expect(typed.before_at).not.toBeNull();
  const looks = trees(join(site.dir, 'plans', String(id), 'objects'));
  const after = await looks.read(dir);
  expect(await looks.files(dir, typed.before_tree, after.tree)).toEqual([]);
});

test('where it works is known from its session, if nothing else says it', async () => {
  sees(site.store, 'one', { workingDir: dir });
  const id = site.plan([[task('a')]]);
  await send(id);
  expect(site.attempt(id, 'a')).toMatchObject({ directory: null, before_tree: null });
  await typing(id);
  expect(site.attempt(id, 'a')).toMatchObject({
    directory: dir,
    before_tree: expect.stringMatching(/^[0-9a-f]{40}$/),
  });
});

test('what was done since it was typed stays its doing when it is typed again', async () => {
  const id = site.plan([[task('a')]], { working_dir: dir });
  await send(id);
  await typing(id);
  const { before_tree: before, prompt_id: promptId } = site.attempt(id, 'a');
  site.store.receipts.step(there(promptId), 'typed', 'one', 'the text stands in the input box', null);
  write('by-the-agent');
  await typing(id);
  expect(site.attempt(id, 'a').before_tree).toBe(before);
});

test('a prompt of no plan is none of its business', async () => {
  const facts = factsAtTyping({ store: site.store, plansDir: site.dir });
  await expect(
    facts({ promptId: 77, session: 'one', paneId: '%1', host: 'hub', provider: null, grantedAt: '' }),
  ).resolves.toBeUndefined();
});
