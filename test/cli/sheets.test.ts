/** `architect sheets`: what is asked and what a person reads. */
import { FakeApi, problem } from './fake-api';
import { runWith } from './helpers';

const tab = {
  ...{ tab: 'bugs', rows: 30, added: 2, updated: 1, done: true, reason: null },
  notes: ['In the tab Bugs rows 2, 9 have the key bug-1.'],
};
const sync = {
  ...{ id: 12, status: 'failed', reason: 'share the spreadsheet', tabs: [tab] },
  ...{ started_at: '2026-02-07T22:00:00.000Z', ended_at: '2026-02-07T22:00:01.000Z' },
};
const url = 'https://docs.google.com/spreadsheets/d/x/edit';
const api = new FakeApi({
  'GET /api/sheets': { body: { configured: true, missing: null, url, items: [sync] } },
});
beforeAll(() => api.start());
afterAll(() => api.stop());

test('the runs are listed with what they wrote, and what to put right', async () => {
  const { stdout } = await runWith(api, ['sheets']);
  expect(stdout).toContain(url);
  expect(stdout).toMatch(/^ *12 +failed +30 +2 +1 +.*share the spreadsheet/m);
  expect(stdout.split('\n')).toEqual(expect.arrayContaining([sync.reason, tab.notes[0]]));
});

test('what has to be set is said', async () => {
  api.routes['GET /api/sheets'] = {
    body: { configured: false, missing: 'Google Sheets is not set up: set X', url: null, items: [] },
  };
  const { stdout } = await runWith(api, ['sheets']);
  expect(stdout).toBe('Google Sheets is not set up: set X.\nNothing was written yet.\n');
});

test('a run now, or why not', async () => {
  api.routes['POST /api/sheets/run'] = { status: 202, body: { state: 'running' } };
  expect(await runWith(api, ['sheets', 'run'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('being written'),
  });
  api.routes['POST /api/sheets/run'] = problem(409, 'sheets_not_configured', 'Nothing was written: set X.');
  const { code, stderr } = await runWith(api, ['sheets', 'run']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('set X')]);
});
