/** `architect budgets` against the API proper. */
import { startApi, type TestApi } from '../support/api';
import { type Outcome, runWith } from './helpers';

let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

const architect = (...argv: string[]): Promise<Outcome> => runWith(api, ['budgets', ...argv]);

test('a budget is set, shown, raised and removed', async () => {
  expect((await architect()).stdout).toMatch(/^No budgets/);
  expect((await architect('add', 'daily', '--usd', '20')).stdout).toBe('The budget 1 is set.\n');
  await architect(
    'add',
    'none',
    '--tokens',
    '0',
    '--scope',
    'account',
    '--subject',
    'abc',
    '--period',
    'total',
  );
  const { stdout } = await architect('list');
  expect(stdout).toMatch(/1 +daily +all +day +\$0\.00 of \$20\.00 +\$0\.00 +0 +ok/);
  expect(stdout).toMatch(/2 +none +account abc +total +0 of 0 tokens +0 tokens +100 +used_up/);
  expect(stdout).toMatch(/the budget 'none' is used up .*architect budgets set 2/);
  expect((await architect('set', '2', '--tokens', '1000')).stdout).toBe('The budget 2 is changed.\n');
  expect((await architect('rm', '1', '2')).stdout).toBe(
    'The budget 1 is removed.\nThe budget 2 is removed.\n',
  );
});

test('what is missing is told before anything is sent', async () => {
  expect(await architect('add', 'daily')).toMatchObject({
    code: 64,
    stderr: expect.stringContaining('--usd'),
  });
  expect(await architect('set', '1')).toMatchObject({ code: 64 });
  expect(await architect('rm', '7')).toMatchObject({ code: 1, stderr: expect.stringContaining('budget 7') });
});
