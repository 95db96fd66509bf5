/** Order, hours and dates of tasks, tasks of the record, and the features that are made of tasks. */
import { saidHours } from '../../../activities/milestones/rules';
import { timeline } from '../../../activities/milestones/timeline';
import type { MilestoneRow } from '../../../store/milestones/rows';
import { newWorld, type World } from './support';

let world: World;
let project: number;
beforeEach(() => {
  world = newWorld();
  project = world.project();
});
afterEach(() => world.close());

const milestone = (): MilestoneRow => world.store.milestones.list(project, 1, 0).items[0] as MilestoneRow;
const feature = (title: string, status: string, hours: number | null = null): number =>
  world.db
    .prepare<unknown[], number>(
      'INSERT INTO features (project_id, title, status, estimated_hours) VALUES (?, ?, ?, ?) RETURNING id',
    )
    .pluck()
    .get(project, title, status, hours) as number;

test('the most urgent comes first, each in its phase', async () => {
  world.withBugs();
  world.write({
    'a.ts': '// TODO: todo\n// FIXME: fixme\n// HACK: hack\n// XXX: xxx\n',
    'README.md': '- [ ] box\n',
    'TODO.md': '- entry\n',
    'ROADMAP.md': '- plan\n',
  });
  feature('begun', 'in_progress');
  feature('drafted', 'draft');
  feature('over', 'completed');
  const bug = world.db.prepare('INSERT INTO bugs (project_id, title, severity, status) VALUES (?, ?, ?, ?)');
  for (const severity of ['low', 'critical', 'medium', 'high']) bug.run(project, severity, severity, 'open');
  bug.run(project, 'mended', 'critical', 'resolved');
  await world.scan(project);
  expect(world.rows(project).map(({ text, phase }) => `${phase} ${text}`)).toEqual([
    'repair critical',
    'repair fixme',
    'repair high',
    'repair medium',
    'repair low',
    'finish begun',
    'finish todo',
    'clean_up xxx',
    'clean_up hack',
    'finish box',
    'finish entry',
    'plan_ahead drafted',
    'plan_ahead plan',
  ]);
});

test('features and bugs that are done or deleted end their tasks', async () => {
  const [a, b] = [feature('a', 'in_progress', 3), feature('b', 'draft')];
  await world.scan(project);
  expect(world.rows(project)).toMatchObject([
    { text: 'a', record_id: a, estimated_hours: 3, status: 'open' },
    { text: 'b', record_id: b, estimated_hours: 8, status: 'open' },
  ]);
  world.db.prepare("UPDATE features SET status = 'completed' WHERE id = ?").run(a);
  world.db.prepare('DELETE FROM features WHERE id = ?').run(b);
  await world.scan(project);
  expect(world.tasks(project)).toEqual(['done feature a', 'done feature b']);
});

test.each([
  ['mend it (3h)', 3],
  ['mend it [~1.5 hours]', 1.5],
  ['(30 min) mend it', 0.5],
  ['(2 days)', 12],
  ['(1,5 d)', 9],
  ['in 3 hours', null],
  ['see (3)', null],
  ['call f(2h) of it', 2],
])('%s takes %s hours', (text, hours) => {
  expect(saidHours(text, 6)).toBe(hours);
});

describe('the timeline', () => {
  const thursday = new Date('2026-11-26T15:00:00Z');

  test('puts one phase after the other and leaves week-ends out', () => {
    const hours = [
      { phase: 'repair', hours: 9 },
      { phase: 'finish', hours: 3 },
      { phase: 'plan_ahead', hours: 7 },
    ] as const;
    expect(timeline(hours, 6, thursday)).toEqual({
      phases: [
        { phase: 'repair', starts_on: '2026-11-26', ends_on: '2026-11-27' },
        { phase: 'finish', starts_on: '2026-11-27', ends_on: '2026-11-27' },
        { phase: 'clean_up', starts_on: null, ends_on: null },
        { phase: 'plan_ahead', starts_on: '2026-11-30', ends_on: '2026-12-01' },
      ],
      working_days: 4,
      ends_on: '2026-12-01',
    });
  });

  test.each([
    ['2026-11-27', '2026-11-27'],
    ['2026-11-28', '2026-11-30'],
    ['2026-11-29', '2026-11-30'],
    ['2026-11-30', '2026-11-30'],
  ])('that begins on %s begins to count on %s', (today, starts) => {
    const { phases } = timeline([{ phase: 'repair', hours: 1 }], 8, new Date(`${today}T12:00:00Z`));
    expect(phases[0]).toMatchObject({ starts_on: starts, ends_on: starts });
  });

  test('of nothing is empty', () => {
    expect(timeline([], 6, thursday)).toMatchObject({ working_days: 0, ends_on: null });
  });
});

describe('features made of tasks', () => {
  test('are made once, with the milestone, the place, the priority and the hours', async () => {
    world.write({ 'a.ts': '\n// FIXME: mend it (3h)\n' });
    await world.scan(project);
    const make = () => world.store.milestones.makeFeatures(milestone(), world.rows(project));
    const first = make();
    const [{ feature_id: id, task_id: task }] = first.created as [{ feature_id: number; task_id: string }];
    expect(make()).toEqual({ created: [], existing: [{ task_id: task, feature_id: id }] });
    expect(world.db.prepare('SELECT * FROM features').all()).toMatchObject([
      {
        ...{ id, project_id: project, milestone_id: milestone().id, title: 'mend it (3h)', status: 'draft' },
        ...{ priority: 90, estimated_hours: 3, description: 'mend it (3h)\nFound at a.ts:2.' },
      },
    ]);
  });

  test('are not listed beside their tasks, and keep them through every scan', async () => {
    world.write({ 'a.ts': '// TODO: x\n' });
    await world.scan(project);
    const [made] = world.store.milestones.makeFeatures(milestone(), world.rows(project)).created;
    world.write({ 'a.ts': '\n// TODO: x\n' });
    await world.scan(project);
    expect(world.rows(project)).toMatchObject([{ text: 'x', line: 2, feature_id: made?.feature_id }]);
  });

  test('are made anew where a person deleted them', async () => {
    world.write({ 'a.ts': '// TODO: x\n' });
    await world.scan(project);
    const make = () => world.store.milestones.makeFeatures(milestone(), world.rows(project));
    make();
    world.db.exec('DELETE FROM features');
    expect(make().created).toHaveLength(1);
  });
});
