/** What a rule would have decided, before it is kept. */
import { DEFAULT_RULES } from '../../policy';
import { seen } from '../store/dialog-support';
import { sees } from '../store/support';
import { type TestApi, startApi } from '../support/api';
import { expectFieldError } from './http';

let api: TestApi;
beforeEach(async () => {
  api = await startApi();
  api.store.confirmRules.seed(DEFAULT_RULES);
});
afterEach(() => api.close());

let asked = 0;
const asks = (command: string): void => {
  asked += 1;
  const session = `s${asked}`;
  sees(api.store, session);
  const call = { tool: 'Bash', commands: [command], path: null };
  api.store.confirmations.open(seen({ session, fingerprint: `f${asked}`, call, workingDir: '/home/me/app' }));
};
const preview = (body: object) => api.call('/api/confirm/rules/preview', { body });

test('names the latest different requests that it fits, with what comes out, and keeps nothing', async () => {
  for (const command of ['frob one', 'frob one', 'frob two && git push', 'frob two', 'make']) asks(command);
  const kept = (await api.call('/api/confirm/rules')).body.total;
  const { status, body } = await preview({ pattern: 'frob *', verdict: 'allow' });
  expect(status).toBe(200);
  expect([body.looked_at, body.total]).toEqual([4, 3]);
  expect(
    body.items.map(({ subject, before, after }: Record<string, string>) => [subject, before, after]),
  ).toEqual([
    ['frob two', 'ask', 'allow'],
    ['frob two && git push', 'ask', 'ask'],
    ['frob one', 'ask', 'allow'],
  ]);
  expect((await api.call('/api/confirm/rules')).body.total).toBe(kept);
});

test('a rule that can’t be kept is refused as it would be then', async () => {
  expectFieldError(await preview({ pattern: '', verdict: 'allow' }), 'pattern');
  expectFieldError(await preview({ pattern: 'x', verdict: 'perhaps' }), 'verdict');
});

test('others are answered while it looks at many', async () => {
  for (let i = 0; i < 120; i++)
    asks(`cd app && npm run build-${i} -- --target ${i} && git status && ls src | head`);
  const order: string[] = [];
  const looked = preview({ pattern: 'npm run build-*', verdict: 'allow' }).then(({ body }) => {
    order.push('preview');
    return body;
  });
  for (let i = 0; i < 3; i++) {
    await api.call('/api/confirm');
    order.push('other');
  }
  expect(await looked).toMatchObject({ looked_at: 100, total: 100, items: { length: 20 } });
  expect(order).toEqual(['other', 'other', 'other', 'preview']);
});
