/** The spreadsheet over the API, without an engine. */
import { type TestApi, startApi } from '../support/api';
import { expectError } from './http';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

test('the last runs are shown with each tab, what is missing, too', async () => {
  const { sheetSyncs } = api.store;
  sheetSyncs.begin('run-a');
  const pass = {
    tab: 'bugs',
    rows: 3,
    added: 1,
    updated: 1,
    isDone: false,
    reason: null,
    notes: ['look'],
  } as const;
  sheetSyncs.passed(1, pass);
  sheetSyncs.passed(1, { ...pass, added: 2, isDone: true, notes: [] });
  sheetSyncs.end(1, 'failed', 'the tab Projects has content');
  const { body } = await api.call('/api/sheets');
  expect(body).toMatchObject({
    configured: false,
    missing: expect.stringContaining('GOOGLE_SHEETS_ID'),
    url: null,
  });
  expect(body.items).toMatchObject([
    {
      ...{ id: 1, status: 'failed', reason: 'the tab Projects has content' },
      tabs: [{ tab: 'bugs', rows: 3, added: 3, updated: 2, done: true, reason: null, notes: ['look'] }],
    },
  ]);
});

test('what was cut off is over for the next run, and two don’t write at once', () => {
  const { sheetSyncs } = api.store;
  expect(sheetSyncs.begin('run-b')).toMatchObject({ id: 2, status: 'running' });
  expect(sheetSyncs.begin('run-b')).toMatchObject({ id: 2 });
  expect(sheetSyncs.begin('run-c')).toBeUndefined();
  expect(sheetSyncs.take(2, 'a')).toBe(true);
  expect(sheetSyncs.mayWrite(2, 'a')).toBe(true);
  sheetSyncs.take(2, 'b');
  expect(sheetSyncs.mayWrite(2, 'a')).toBe(false);
});

test('without settings nothing is written, and it says which are missing', async () => {
  const answer = await api.call('/api/sheets/run', { method: 'POST' });
  expect(expectError(answer, 409, 'sheets_not_configured')).toContain('GOOGLE_SHEETS_ID');
});
