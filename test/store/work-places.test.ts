/** The work of a project goes to sessions in its directory, or made for it, and to no other. */
import { mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { NewPrompt } from '../../store/prompts';
import { IN_ORDER } from '../../store/prompts/order';
import { pairs, queued, sees, there, type TestStore, testStore } from './support';

let record: TestStore;
let app: string;
let other: string;
beforeEach(() => {
  record = testStore();
  [app, other] = ['app', 'other'].map((name) => join(record.dir, name)) as [string, string];
  mkdirSync(join(app, 'src'), { recursive: true });
  mkdirSync(other);
});
afterEach(() => record.close());

const project = (fields: { name: string; source_path?: string | null }): number =>
  record.store.projects.insert(fields, 'kim').id;
const workOn = (id: number, prompt: Partial<NewPrompt> = {}): number =>
  queued(record.store, { ...prompt, within_project: id });
const assign = (): string[] => pairs(record.store.assign());
const prompt = (id: number) => there(record.store.prompts.get(id));
const at = (name: string, workingDir: string, seen = {}): void =>
  sees(record.store, name, { workingDir, ...seen });

describe('a session may take the work', () => {
  test('in the directory, or below it, and nowhere else, also where its name begins the same', () => {
    const id = workOn(project({ name: 'app', source_path: app }));
    mkdirSync(`${app}2`);
    at('beside', `${app}2`);
    at('above', record.dir);
    at('gone', join(app, 'gone'));
    expect(assign()).toEqual([]);
    at('below', join(app, 'src'));
    expect(assign()).toEqual([`${id} -> below`]);
    expect(there(record.store.prompts.history(id).at(-1)).evidence).toBe(
      `it works in ${app}, the directory of project 'app'`,
    );
  });

  test('where links lead to the same directory, of the project and of the session', () => {
    symlinkSync(app, join(record.dir, 'link'));
    const byLink = workOn(project({ name: 'a', source_path: join(record.dir, 'link') }));
    at('s', join(app, 'src'));
    expect(assign()).toEqual([`${byLink} -> s`]);
    const plain = workOn(project({ name: 'b', source_path: app }));
    at('t', join(record.dir, 'link', 'src'));
    expect(assign()).toEqual([`${plain} -> t`]);
  });

  test('not where a link leads out of the directory', () => {
    symlinkSync(other, join(app, 'out'));
    workOn(project({ name: 'app', source_path: app }));
    at('s', join(app, 'out'));
    expect(assign()).toEqual([]);
  });

  test('where it was made for the project, elsewhere too, as long as it is where it was made', () => {
    const id = project({ name: 'app', source_path: app });
    const made = { name: 'tree', provider: 'claude', specialty: 'general', workingDir: other, projectId: id };
    record.store.sessions.register(made);
    at('tree', record.dir);
    const work = workOn(id);
    expect(assign()).toEqual([]);
    at('tree', other);
    expect(assign()).toEqual([`${work} -> tree`]);
  });

  test('where the project has no source_path: in no other project’s directory', () => {
    project({ name: 'other', source_path: other });
    const id = workOn(project({ name: 'nowhere' }));
    at('taken', other);
    expect(assign()).toEqual([]);
    at('free', record.dir);
    expect(assign()).toEqual([`${id} -> free`]);
  });

  test('of the prompt’s own agent and specialty only, as ever', () => {
    const id = project({ name: 'app', source_path: app });
    workOn(id, { target_provider: 'codex' });
    workOn(id, { specialty: 'manager' });
    at('s', app);
    at('sh', app, { provider: 'shell' });
    expect(assign()).toEqual([]);
  });
});

test('work that waits for its directory holds up nobody else, and goes by priority among the others', () => {
  const id = project({ name: 'app', source_path: app });
  workOn(id, { priority: 9, target_session: 's' });
  workOn(id, { priority: 9 });
  const plain = queued(record.store, { target_session: 's' });
  at('s', other);
  expect(assign()).toEqual([`${plain} -> s`]);
  const urgent = workOn(id, { priority: 10 });
  queued(record.store, { priority: 1 });
  at('t', app);
  expect(assign()).toEqual([`${urgent} -> t`]);
});

describe('it holds however prompt and session got there', () => {
  test('where the prompt names a session elsewhere, is reassigned to it, or tried again', () => {
    const { store } = record;
    const id = workOn(project({ name: 'app', source_path: app }), { target_session: 's' });
    at('s', other);
    at('t', other);
    expect(assign()).toEqual([]);
    store.prompts.setTarget(id, { session: 't', provider: null, expected: null });
    expect(assign()).toEqual([]);
    store.lifecycle.settle(id, 'cancelled', 'by a person');
    store.lifecycle.reopen(id, 'again');
    expect(store.lifecycle.enterQueue(id)?.grants).toEqual([]);
    at('t', app);
    expect(assign()).toEqual([`${id} -> t`]);
  });

  test('where the session goes elsewhere, or is called like one that was in the directory', () => {
    const { store } = record;
    const id = workOn(project({ name: 'app', source_path: app }));
    at('s', app, { server: '1 1', paneId: '%1', panePid: 1, status: 'busy' });
    at('t', other, { server: '1 1', paneId: '%2', panePid: 2 });
    const terminals = [
      { label: 't', server: '1 1', paneId: '%1', pid: 1 },
      { label: 's', server: '1 1', paneId: '%2', pid: 2 },
    ];
    store.terminals.follow(terminals, 'hub');
    expect(assign()).toEqual([]);
    at('t', other, { server: '1 1', paneId: '%1', panePid: 1 });
    expect(assign()).toEqual([]);
    at('t', app, { server: '1 1', paneId: '%1', panePid: 1 });
    expect(assign()).toEqual([`${id} -> t`]);
  });

  test('where the directory is made, moved or changed while the work waits', () => {
    const { store } = record;
    const id = project({ name: 'app', source_path: join(record.dir, 'later') });
    const work = workOn(id);
    at('s', app);
    expect(assign()).toEqual([]);
    renameSync(other, join(record.dir, 'later'));
    expect(assign()).toEqual([]);
    store.projects.update(id, { source_path: app }, 'kim');
    expect(assign()).toEqual([`${work} -> s`]);
  });

  test('where a try failed: the next session has to be there too', () => {
    const { store } = record;
    const id = workOn(project({ name: 'app', source_path: app }));
    at('s', app);
    at('t', other);
    expect(assign()).toEqual([`${id} -> s`]);
    store.lifecycle.beginTyping(there(store.leases.get(id)), '{}');
    const again = { promptId: id, reason: 'it stopped', countsAsRetry: true, excludeSession: true };
    expect(store.lifecycle.requeue(again)).toMatchObject({
      ...{ requeued: false, reason: 'it stopped; no other session fits' },
    });
  });
});

describe('what it waits for is said', () => {
  const NEW = 'architect sessions new NAME --provider';

  test('where no session is there: with the command that makes one', () => {
    const id = project({ name: 'app', source_path: app });
    at('s', other);
    const work = workOn(id, { target_provider: 'codex' });
    const place = `codex session in ${app}, the directory of project 'app'`;
    const help = `make one with: ${NEW} codex --project ${id}`;
    expect(prompt(work).reason).toBe(`waiting for a ${place}: there is none; ${help}`);
    expect(record.store.hindrance.of(prompt(work))).toBe(`there is no ${place}; ${help}`);
    expect(record.store.work.warningFor(work)).toBeNull();
    at('t', app, { provider: 'codex', status: 'busy' });
    record.store.lifecycle.refreshReasons();
    expect(prompt(work).reason).toBe(`waiting for a free ${place}`);
  });

  test('again, without waiting for another write where it is the same', () => {
    const id = project({ name: 'app', source_path: app });
    const work = workOn(id);
    const { reason } = prompt(work);
    const writer = record.assigner();
    writer.exec('BEGIN IMMEDIATE');
    record.store.lifecycle.refreshReasons();
    writer.exec('ROLLBACK');
    expect(prompt(work).reason).toBe(reason);
  });

  test('where the named session works elsewhere', () => {
    const id = project({ name: 'app', source_path: app });
    at('s', other);
    const work = workOn(id, { target_session: 's' });
    const told = `session 's' works in ${other}, not in ${app}, the directory of project 'app'; reassign it, or make a session there with: ${NEW} claude --project ${id}`;
    expect(prompt(work).reason).toBe(`waiting: ${told}`);
    expect(record.store.hindrance.of(prompt(work))).toBe(told);
  });

  test('where one is there that is busy: nothing is wrong', () => {
    const id = project({ name: 'app', source_path: app });
    at('s', app, { status: 'busy' });
    const work = workOn(id);
    expect(prompt(work).reason).toBe(`waiting for a free session in ${app}, the directory of project 'app'`);
    expect(record.store.hindrance.of(prompt(work))).toBeNull();
  });

  test.each([
    ['no source_path', null, /^Project 'app' has no source_path, so that its work may go to any session/],
    ['one that is not there', '/nowhere/at/all', /^The source_path of project 'app', .* does not exist/],
    ['a file', '/etc/passwd', /^The source_path of project 'app', .* is no directory/],
  ])('where the project has %s', (_what, source_path, told) => {
    const id = project({ name: 'app', source_path });
    expect(record.store.work.warningOf({ id, name: 'app', source_path })).toMatch(told);
    expect(record.store.work.warningFor(workOn(id))).toContain(`architect projects set ${id} --path DIR`);
  });
});

test('ten thousand that wait for another directory cost a free session next to nothing', () => {
  const { store } = record;
  const id = project({ name: 'app', source_path: app });
  record
    .assigner()
    .prepare(
      `INSERT INTO prompts (content, stage, priority, within_project)
       WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
       SELECT 'x', 'queued', 5, ? FROM n`,
    )
    .run(id);
  const plain = queued(store);
  at('s', other);
  const plan = record
    .assigner()
    .prepare(
      `EXPLAIN QUERY PLAN SELECT id FROM prompts WHERE stage = 'queued' AND within_project IS NULL
       AND target_session IS NULL AND target_provider IS NULL AND specialty IS NULL ORDER BY ${IN_ORDER} LIMIT 1`,
    )
    .all() as { detail: string }[];
  expect(plan.map(({ detail }) => detail)).toEqual([
    expect.stringMatching(
      /USING INDEX prompts_waiting_open \(within_project=\? AND target_provider=\? AND specialty=\?\)/,
    ),
  ]);
  expect(assign()).toEqual([`${plain} -> s`]);
});
