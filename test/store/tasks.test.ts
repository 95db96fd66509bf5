import { openDatabase } from '../../store/db/open';
import { openStore } from '../../store';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory, testStore, type TestStore } from './support';
import { ended, endsWith, newTask, taskRow, waitingTask } from './task-support';

let own: TestStore;
beforeEach(() => {
  own = testStore();
});
afterEach(() => own.close());

describe('slots', () => {
  test('three tasks run at once, the best first: priority, then age', () => {
    const { store } = own;
    const ids = [0, 5, 5, 9, 1].map((priority) => newTask(store, { priority }));
    // All wait before any slot is given out.
    const [a, b, c, d, e] = ids as [number, number, number, number, number];
    const db = openDatabase(join(own.dir, 'architect.db'));
    db.exec('UPDATE task_queue SET entered = 1');
    db.close();
    expect(store.taskLifecycle.giveOut().map(({ taskId }) => taskId)).toEqual([d, b, c]);
    expect(store.taskLifecycle.giveOut()).toEqual([]);
    expect(endsWith(store, b, 0).grants.map(({ taskId }) => taskId)).toEqual([e]);
    expect(endsWith(store, e, 0).grants.map(({ taskId }) => taskId)).toEqual([a]);
  });

  test('a task whose workflow has not come yet gets none', () => {
    const { store } = own;
    newTask(store);
    expect(store.taskLifecycle.giveOut()).toEqual([]);
  });

  test('a slot that no workflow answered for is told again; one that was answered is not', () => {
    const { store, pass } = own;
    const id = waitingTask(store);
    pass(6_000);
    expect(store.taskLifecycle.forgotten(5_000)).toEqual([{ taskId: id, run: 1, timeoutMs: 54_000 }]);
    store.taskLifecycle.acknowledge(id);
    expect(store.taskLifecycle.forgotten(5_000)).toEqual([]);
  });
});

test('a slot that was given before the clock was put back is told again at once, with the whole time limit', () => {
  const { store, pass } = own;
  const id = waitingTask(store);
  const [{ timeoutMs } = { timeoutMs: 0 }] = (pass(6_000), store.taskLifecycle.forgotten(5_000));
  pass(-7_200_000);
  expect(store.taskLifecycle.forgotten(5_000)).toEqual([
    { taskId: id, run: 1, timeoutMs: timeoutMs + 6_000 },
  ]);
});

describe('the end of a run', () => {
  test('is written once: a repeat changes nothing and starts no second try', () => {
    const { store } = own;
    const id = waitingTask(store, { max_retries: 5 });
    expect(endsWith(store, id, 1)).toMatchObject({ outcome: null, grants: [{ taskId: id, run: 2 }] });
    const again = { taskId: id, run: 1, end: ended(1), stopped: null };
    expect(store.taskLifecycle.endRun(again)).toEqual({ outcome: null, grants: [] });
    expect(taskRow(store, id)).toMatchObject({ status: 'running', run: 2, retry_count: 1 });
  });

  test.each([
    ['completed', ended(0), null, { exit_code: 0 }],
    ['failed', ended(7), null, { exit_code: 7 }],
    ['failed', ended(null, 'SIGKILL'), null, { signal: 'SIGKILL' }],
    ['failed', { kind: 'refused', reason: 'there is no file x' }, null, { reason: 'there is no file x' }],
    ['lost', { kind: 'lost', reason: 'the machine' }, null, { reason: 'the machine' }],
    ['cancelled', ended(null, 'SIGTERM'), { by: 'cancel', reason: 'enough' }, { reason: 'enough' }],
    ['failed', ended(1), { by: 'time_limit' }, { reason: 'it took longer than 60 s and was stopped' }],
  ] as const)('is %s after %j, stopped %j', (status, end, stopped, fields) => {
    const { store } = own;
    // Only a failed exit code is a reason to try again.
    const id = waitingTask(store, { max_retries: 'exitCode' in end && end.exitCode && !stopped ? 0 : 3 });
    store.taskLifecycle.endRun({ taskId: id, run: 1, end, stopped });
    expect(taskRow(store, id)).toMatchObject({ status, ...fields });
    expect(taskRow(store, id).completed_at).not.toBeNull();
  });

  test('a task that is run again by a person forgets how it ended, and its files are other ones', () => {
    const { store } = own;
    const id = waitingTask(store);
    endsWith(store, id, 3);
    expect(store.taskLifecycle.reopen(id, 'again')).toBe(true);
    expect(taskRow(store, id)).toMatchObject({ status: 'pending', exit_code: null, completed_at: null });
    expect(store.taskLifecycle.enter(id)?.grants).toMatchObject([{ taskId: id, run: 2 }]);
    expect(store.taskLifecycle.reopen(id, 'again')).toBe(false);
  });
});

test('a task is found by status, type, project and text, and pages come in order', () => {
  const { store } = own;
  const first = newTask(store, { title: 'make 50%', project_id: 3 });
  const second = newTask(store, { task_type: 'git', title: 'git pull', priority: 4 });
  waitingTask(store, { title: 'make 500' });
  const found = (filter: Parameters<typeof store.tasks.list>[0]) =>
    store.tasks.list(filter, 'oldest', 10, 0).items.map(({ title }) => title);
  expect(found({ text: '50%' })).toEqual(['make 50%']);
  expect(found({ status: ['running'] })).toEqual(['make 500']);
  expect(found({ type: ['git'] })).toEqual(['git pull']);
  expect(found({ projectId: 3 })).toEqual(['make 50%']);
  expect(store.tasks.list({}, 'priority', 1, 0)).toMatchObject({ items: [{ id: second }], total: 3 });
  expect(store.tasks.list({}, 'oldest', 1, 0).items[0]?.id).toBe(first);
  expect(store.tasks.counts()).toMatchObject({ pending: 2, running: 1, lost: 0 });
});

test('every change of a task stands in the log that the event stream follows', () => {
  const { store } = own;
  const before = store.taskChanges.last();
  const id = waitingTask(store);
  endsWith(store, id, 0);
  const changes = store.taskChanges.since(before);
  expect(changes.length).toBeGreaterThanOrEqual(3);
  expect(new Set(changes.map(({ kind, key }) => `${kind} ${key}`))).toEqual(new Set([`task ${id}`]));
});

describe('places', () => {
  const at = (workingDir: string | null, projectId: number | null = null) =>
    own.store.taskPlaces.resolve({ projectId, workingDir }, [join(own.dir, 'home')]);
  const project = (sourcePath: string | null): number => {
    const db = openDatabase(join(own.dir, 'architect.db'));
    const insert = db.prepare("INSERT INTO projects (name, source_path) VALUES ('app', ?)");
    const { lastInsertRowid } = insert.run(sourcePath);
    db.close();
    return Number(lastInsertRowid);
  };
  beforeEach(() => {
    for (const dir of ['home/app', 'homeless', 'elsewhere/src'])
      mkdirSync(join(own.dir, dir), { recursive: true });
    writeFileSync(join(own.dir, 'home/file'), '');
    symlinkSync(join(own.dir, 'elsewhere'), join(own.dir, 'home/way-out'));
  });

  test('inside of a root are allowed, also by a way around', () => {
    expect(at(null)).toEqual({ dir: join(own.dir, 'home') });
    expect(at(join(own.dir, 'homeless/../home/app'))).toEqual({ dir: join(own.dir, 'home/app') });
  });

  test.each([
    ['outside', 'elsewhere', /lies outside of/],
    ['with a name that only begins like a root', 'homeless', /lies outside of/],
    ['behind a link that leads out', 'home/way-out', /lies outside of/],
    ['above', 'home/..', /lies outside of/],
    ['that is a file', 'home/file', /is no directory/],
    ['that is not there', 'home/nothing', /there is no directory/],
  ])('%s are refused', (_what, path, fault) => {
    expect(at(join(own.dir, path))).toEqual({ field: 'working_dir', fault: expect.stringMatching(fault) });
  });

  test('of a registered project are allowed wherever they are', () => {
    const id = project(join(own.dir, 'elsewhere'));
    expect(at(null, id)).toEqual({ dir: join(own.dir, 'elsewhere') });
    expect(at('src', id)).toEqual({ dir: join(own.dir, 'elsewhere/src') });
    expect(at('../homeless', id)).toMatchObject({ field: 'working_dir' });
    expect(at('src')).toMatchObject({ field: 'working_dir', fault: expect.stringMatching(/absolute path/) });
    expect(at(null, id + 1)).toEqual({ field: 'project_id', fault: `there is no project ${id + 1}` });
  });

  test('of a project without a source path have to be named', () => {
    const id = project(null);
    expect(at(null, id)).toMatchObject({ field: 'project_id', fault: expect.stringMatching(/source_path/) });
    expect(at(join(own.dir, 'home/app'), id)).toEqual({ dir: join(own.dir, 'home/app') });
  });
});

describe('a task_queue of the original', () => {
  let dir: string;
  beforeEach(() => {
    dir = temporaryDirectory();
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));
  const open = (sql: string) => {
    const db = openDatabase(join(dir, 'architect.db'));
    db.exec(sql);
    db.close();
    return openStore({ dataDir: dir });
  };

  test('is taken over, whatever else its rows had to have; what waited is not run unasked', () => {
    const store = open(`
      CREATE TABLE task_queue (id INTEGER PRIMARY KEY AUTOINCREMENT, task_type TEXT NOT NULL, task_data TEXT NOT NULL,
        worker_name TEXT NOT NULL, status TEXT DEFAULT 'pending', priority INTEGER DEFAULT 0, error_message TEXT);
      CREATE INDEX idx_task_queue_status ON task_queue (status);
      INSERT INTO task_queue (task_type, task_data, worker_name, status, priority, error_message) VALUES
        ('shell', '{"command":"make"}', 'w', 'pending', 5, NULL), ('git', '{}', 'w', 'completed', 0, NULL),
        ('python', 'no json', 'w', 'failed', 0, 'exit 1'), ('build', '{}', 'w', 'processing', 0, NULL);`);
    expect([1, 2, 3, 4].map((id) => taskRow(store, id))).toMatchObject([
      {
        task_type: 'shell',
        status: 'cancelled',
        priority: 5,
        payload: '{"command":"make"}',
        source: 'original',
      },
      { status: 'completed' },
      { status: 'failed', reason: 'exit 1', payload: 'no json' },
      { status: 'lost' },
    ]);
    expect(waitingTask(store)).toBe(5);
    expect(store.taskLifecycle.giveOut()).toEqual([]);
    store.close();
    const db = openDatabase(join(dir, 'architect.db'));
    expect(db.prepare('SELECT worker_name FROM task_queue_original').pluck().all()).toHaveLength(4);
    db.close();
  });

  test('that is empty leaves nothing behind', () => {
    open('CREATE TABLE task_queue (id INTEGER PRIMARY KEY, type TEXT, data TEXT NOT NULL)').close();
    const db = openDatabase(join(dir, 'architect.db'));
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE name LIKE 'task_queue%'").pluck().all();
    db.close();
    expect(tables).toEqual(['task_queue']);
  });
});
