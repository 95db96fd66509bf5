/** Scanning again: the same tasks stay the same, what is done is marked, nothing doubles. */
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getuid, seteuid } from 'node:process';
import { scanFiles } from '../../../activities/milestones/scan';
import { newWorld, type World } from './support';

let world: World;
let project: number;
beforeEach(() => {
  world = newWorld();
  project = world.project();
});
afterEach(() => world.close());

const ids = (): Record<string, string> =>
  Object.fromEntries(world.rows(project).map(({ text, id }) => [text, id]));

test('moved lines, other spacing, capitals and a more urgent mark make no new task', async () => {
  world.write({ 'a.ts': '// TODO: mend the door\n// TODO: paint it\n' });
  const first = await world.scan(project);
  const before = ids();
  world.write({ 'a.ts': '\n\nx();\n// TODO: paint it\n\n/* FIXME:  Mend   the door! */\n' });
  const second = await world.scan(project);
  expect(second).toEqual({ ...first, openTasks: 2 });
  expect(world.tasks(project)).toEqual(['open FIXME a.ts:6 Mend the door!', 'open TODO a.ts:4 paint it']);
  expect(ids()['Mend the door!']).toBe(before['mend the door']);
  expect(ids()['paint it']).toBe(before['paint it']);
});

test('the same text twice in a file is two tasks, in another file a third; one less is one done', async () => {
  world.write({ 'a.ts': '// TODO: x\n// TODO: x\n', 'b.ts': '// TODO: x\n' });
  await world.scan(project);
  await world.scan(project);
  expect(world.tasks(project)).toEqual(['open TODO a.ts:1 x', 'open TODO a.ts:2 x', 'open TODO b.ts:1 x']);
  world.write({ 'a.ts': '// TODO: x\n' });
  await world.scan(project);
  expect(world.rows(project).map(({ status }) => status)).toEqual(['open', 'open', 'done']);
});

test('what is gone or ticked off is done, with the reason and the time; what comes back is open again', async () => {
  world.write({ 'a.ts': '// TODO: code\n', 'TODO.md': '- [ ] list\n' });
  await world.scan(project);
  world.write({ 'a.ts': 'code();\n', 'TODO.md': '- [x] list\n' });
  await world.scan(project);
  const reasons = world.rows(project).map(({ text, status, done_reason: why }) => [text, status, why]);
  expect(reasons).toEqual([
    ['code', 'done', 'gone'],
    ['list', 'done', 'checked'],
  ]);
  const times = world.rows(project).map(({ done_at: at }) => at);
  expect(times).toEqual([expect.any(String), expect.any(String)]);
  await world.scan(project);
  expect(world.rows(project).map(({ done_at: at }) => at)).toEqual(times);
  world.write({ 'a.ts': '// TODO: code\n' });
  await world.scan(project);
  expect(world.rows(project)[0]).toMatchObject({
    text: 'code',
    status: 'open',
    done_reason: null,
    done_at: null,
  });
});

test('a project has one milestone, however often and on whichever day it is scanned', async () => {
  world.write({ 'a.ts': '// TODO: x\n' });
  await world.scan(project);
  await world.scan(project);
  expect(world.store.milestones.list(project, 10, 0).total).toBe(1);
});

test('a directory that is gone changes nothing that is known', async () => {
  world.write({ 'a.ts': '// TODO: x\n' });
  await world.scan(project);
  const before = world.rows(project);
  renameSync(world.root, `${world.root}-away`);
  expect(await world.scan(project)).toEqual({ projectId: project, fault: 'source_path_missing' });
  expect(world.rows(project)).toEqual(before);
  renameSync(`${world.root}-away`, world.root);
});

test.each([
  ['no path', null, 'no_source_path'],
  ['a blank path', '  ', 'no_source_path'],
  ['a relative path', 'src', 'source_path_relative'],
  ['a path out of nowhere', '/nowhere/../nowhere', 'source_path_missing'],
])('a project with %s says so', async (_what, path, fault) => {
  const other = world.project('other', path);
  expect(await world.scan(other)).toEqual({ projectId: other, fault });
});

test('a project whose path is a file, and one that is not there, say so', async () => {
  world.write({ 'a.ts': 'x\n' });
  const file = world.project('file', join(world.root, 'a.ts'));
  expect(await world.scan(file)).toEqual({ projectId: file, fault: 'source_path_no_directory' });
  expect(await world.scan(999)).toEqual({ projectId: 999, fault: 'no_project' });
});

test('tasks of what could not be read stay as they were, and the report names it', async () => {
  world.write({ 'a.ts': '// TODO: a\n', 'sub/b.ts': '// TODO: b\n', 'c.ts': '// TODO: c\n' });
  await world.scan(project);
  chmodSync(world.dir, 0o755);
  chmodSync(join(world.root, 'a.ts'), 0);
  chmodSync(join(world.root, 'sub'), 0);
  world.remove('c.ts');
  const scan = await withoutRights(() => scanFiles(world.root, new AbortController().signal));
  expect([...scan.left.unread].sort()).toEqual(['a.ts', 'sub/']);
  const { wasRead } = scan;
  world.store.milestones.mergeScan({
    projectId: project,
    projectName: 'app',
    found: [],
    wasRead,
    scan: null,
  });
  expect(world.tasks(project)).toEqual([
    'open TODO a.ts:1 a',
    'open TODO sub/b.ts:1 b',
    'done TODO c.ts:1 c',
  ]);
});

/** Runs it as a user who may read only what everybody may: root, as tests often run, may read everything. */
async function withoutRights<T>(run: () => Promise<T>): Promise<T> {
  if (getuid?.() !== 0) return run();
  seteuid?.(NOBODY);
  try {
    return await run();
  } finally {
    seteuid?.(0);
  }
}
const NOBODY = 65_534;

test('a file that became too large keeps its tasks', async () => {
  world.write({ 'a.sql': '-- TODO: index\n' });
  await world.scan(project);
  world.write({ 'a.sql': 'x'.repeat(2 * 1024 * 1024) });
  await world.scan(project);
  expect(world.tasks(project)).toEqual(['open TODO a.sql:1 index']);
});

test('reports of today and the latest are there, for their owner only, and of a name that leads nowhere else', async () => {
  world.write({ 'a.ts': '// TODO: <script> | `x` *y*\n' });
  await world.scan(project);
  const evil = world.project('../../evil name');
  await world.scan(evil);
  const today = new Date().toISOString().slice(0, 10);
  expect(readdirSync(world.reports).sort()).toEqual(
    [`app-${today}.json`, `app-${today}.md`, 'app-latest.json', 'app-latest.md']
      .concat([`evil-name~${evil}-${today}.json`, `evil-name~${evil}-${today}.md`])
      .concat([`evil-name~${evil}-latest.json`, `evil-name~${evil}-latest.md`])
      .sort(),
  );
  expect(existsSync(join(world.dir, 'evil name'))).toBe(false);
  const markdown = readFileSync(join(world.reports, 'app-latest.md'), 'utf8');
  expect(markdown).toContain('- [ ] **TODO** \\<script\\> \\| \\`x\\` \\*y\\* `a.ts:1` (1 h)');
  const json = world.json('app-latest.json');
  expect(json.totals).toMatchObject({ total_tasks: 1, done_tasks: 0, open_tasks: 1, estimated_hours: 1 });
  expect(json.rules.join(' ')).toContain('FIXME 2');
  const [row] = world.store.milestones.list(project, 1, 0).items;
  expect(row).toMatchObject({ project_name: 'app', total_tasks: 1, json_path: `app-${today}.json` });
});

test('a deleted project takes its milestone along: a new one with its number begins with none', async () => {
  world.write({ 'a.ts': '// TODO: x\n' });
  await world.scan(project);
  world.db.prepare('DELETE FROM projects WHERE id = ?').run(project);
  expect(world.store.milestones.list(null, 10, 0).total).toBe(0);
  expect(world.project('new')).toBe(project);
  expect(world.rows(project)).toEqual([]);
});

test('a directory of reports that cannot be made is an error, and the next scan makes up for it', async () => {
  world.write({ 'a.ts': '// TODO: x\n' });
  rmSync(world.reports, { recursive: true, force: true });
  writeFileSync(world.reports, 'a file in its place');
  await expect(world.scan(project)).rejects.toThrow(/EEXIST|ENOTDIR/);
  rmSync(world.reports);
  await world.scan(project);
  expect(world.json('app-latest.json').totals.total_tasks).toBe(1);
});
