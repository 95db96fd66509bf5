/** What changed in directories, as it is kept and told. */
import type { ChangedFile, WorkChanges } from '../../workflows/contracts/work-changes';
import { queued, registered, sees, START, type TestStore, testStore } from './support';

let record: TestStore;
let ids: number[];
beforeEach(() => {
  record = testStore();
  registered(record.store, 'dev');
  sees(record.store, 'dev', { status: 'busy' });
  ids = [1, 2, 3, 4].map(() => queued(record.store));
});
afterEach(() => record.close());

const MINUTE = 60_000;
const file = (path: string): ChangedFile => ({
  ...{
    path,
    from: null,
    change: 'modified',
    added: 1,
    removed: 0,
    diff: `@@ -0,0 +1 @@\n+${path}`,
    note: null,
  },
});
const work = (
  number: number,
  from: number,
  until: number | null,
  fields: Partial<WorkChanges> = {},
): WorkChanges => ({
  ...{ promptId: ids[number] ?? 0, grantedAt: `2026-02-07 10:0${number}:00.000`, session: 'dev' },
  ...{ directory: '/repo/src', top: '/repo', note: null, headBefore: 'a', headAfter: 'b', total: 1 },
  beganAtMs: START.getTime() + from * MINUTE,
  endedAtMs: until === null ? null : START.getTime() + until * MINUTE,
  files: until === null ? null : [file('a.ts')],
  ...fields,
});
const keep = (...all: WorkChanges[]): void => all.forEach((one) => record.store.workChanges.keep(one));
const of = (number: number) => record.store.workChanges.of(ids[number] ?? 0);
const othersOf = (number: number) => of(number)[0]?.others.map(({ id, both }) => [ids.indexOf(id), both]);

test('files come back as they were kept, and a late word of the beginning changes nothing', () => {
  keep(work(0, 0, null));
  expect(of(0)).toMatchObject([{ ended_at: null, files: null, isOpen: false, others: [] }]);
  keep(work(0, 0, 5), work(0, 0, null));
  expect(of(0)).toMatchObject([{ files: [file('a.ts')], total: 1, head_after: 'b' }]);
});

test('each attempt is kept, the newest first', () => {
  keep(work(0, 0, 5), work(0, 6, 9, { grantedAt: '2026-02-07 11:00:00.000', files: [] }));
  expect(of(0).map(({ files }) => files?.length)).toEqual([0, 1]);
});

test('others are those that were at work in the same repository in that time', () => {
  keep(
    work(0, 10, 20, { files: [file('a.ts'), file('b.ts')] }),
    work(1, 5, 11, { directory: '/repo', files: [file('b.ts'), file('c.ts')] }),
    work(2, 20, 25),
    work(3, 12, 13, { top: '/other' }),
  );
  expect(othersOf(0)).toEqual([[1, ['b.ts']]]);
  expect(othersOf(1)).toEqual([[0, ['b.ts']]]);
  expect(othersOf(2)).toEqual([]);
});

test('one whose end is not known is another one until its prompt has ended', () => {
  keep(work(0, 10, 20), work(1, 5, null));
  expect(othersOf(0)).toEqual([[1, null]]);
});

test('a directory of the same name on another machine is another one', () => {
  keep(work(0, 10, 20));
  record.store.workChanges.keep(work(1, 10, 20), 'box');
  expect(othersOf(0)).toEqual([]);
  expect(othersOf(1)).toEqual([]);
});

test('the pages are told, and nothing is kept of a prompt that is gone', () => {
  const before = record.store.changes.last();
  keep(work(0, 0, 5));
  expect(record.store.changes.since(before).map(({ kind, key }) => [kind, key])).toEqual([
    ['prompt', String(ids[0])],
  ]);
  keep(work(0, 0, 5, { promptId: 4711 }));
  expect(record.store.workChanges.of(4711)).toEqual([]);
});
