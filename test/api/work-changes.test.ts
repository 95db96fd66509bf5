/** What changed while a prompt was at work, over the API. */
import { expectError } from './http';
import { startApi, type TestApi } from '../support/api';
import type { WorkChanges } from '../../workflows/contracts/work-changes';

let api: TestApi;
beforeAll(async () => (api = await startApi()));
afterAll(() => api.close());

const sent = async (content: string): Promise<number> =>
  (await api.call('/api/assigner/send', { body: { content } })).body.prompt_id;
const changesOf = async (id: number) => (await api.call(`/api/assigner/prompts/${id}/changes`)).body.attempts;
const work = (promptId: number, fields: Partial<WorkChanges> = {}): WorkChanges => ({
  ...{ promptId, grantedAt: '2026-02-07 10:00:00.000', session: 'dev', directory: '/repo/src', top: '/repo' },
  ...{ beganAtMs: Date.UTC(2026, 1, 7, 10), endedAtMs: Date.UTC(2026, 1, 7, 10, 5), note: null },
  ...{ headBefore: null, headAfter: 'b', total: 1 },
  files: [
    {
      path: 'a\n.ts',
      from: null,
      change: 'added',
      added: 1,
      removed: 0,
      diff: '@@ -0,0 +1 @@\n+x',
      note: null,
    },
  ],
  ...fields,
});

test('each attempt has its files, and who else was at work there', async () => {
  const [id, other] = [await sent('one'), await sent('two')];
  expect(await changesOf(id)).toEqual([]);
  api.store.workChanges.keep(work(id));
  api.store.workChanges.keep(work(other, { directory: '/repo' }));
  expect(await changesOf(id)).toEqual([
    {
      ...{ session: 'dev', directory: '/repo/src', top: '/repo', open: false, note: null, total: 1 },
      ...{ began_at: '2026-02-07T10:00:00.000Z', ended_at: '2026-02-07T10:05:00.000Z' },
      ...{ head_before: null, head_after: 'b', files: work(id).files },
      others: [{ id: other, session: 'dev', content: 'two', stage: 'accepted', both: ['a\n.ts'] }],
    },
  ]);
});

test('an end that nobody told is named', async () => {
  const id = await sent('three');
  api.store.workChanges.keep(work(id, { endedAtMs: null, files: null, total: 0 }));
  expect(await changesOf(id)).toMatchObject([
    {
      open: false,
      ended_at: null,
      files: null,
      note: 'the server or its host ended before it looked a last time',
    },
  ]);
});

test('of no prompt there is nothing', async () => {
  expectError(await api.call('/api/assigner/prompts/4711/changes'), 404, 'not_found');
});
