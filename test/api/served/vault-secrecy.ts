/** The value of a secret is in the answer to who asks for it, and nowhere else: no file, log, history or other answer. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { architectCommand } from '../../support/command';
import type { Dashboard } from '../../support/dashboard';
import { allHistories } from '../../support/histories';
import { ImportSite, CANARY as IMPORTED } from '../../store/import-site';
import { xored } from '../../store/vault-site';
import { served } from './dashboard';

const VALUES = {
  stored: 'canary-stored-4f1c',
  replaced: 'canary-replaced-77ab',
  refused: 'canary-refused-0d2e',
  imported: IMPORTED,
};
/** Texts in which a value could be hidden. */
const FORMS = (value: string): string[] => [
  value,
  xored(value),
  Buffer.from(value)
    .toString('base64')
    .replace(/.{0,2}=*$/, ''),
];
const leaks = (text: string): string[] =>
  Object.entries(VALUES)
    .filter(([, value]) => FORMS(value).some((form) => text.includes(form)))
    .map(([name]) => name);

let dashboard: Dashboard;
let answers = '';
const original = new ImportSite();
beforeAll(async () => {
  dashboard = await served({ ARCHITECT_LOG_LEVEL: 'debug' });
  await useEverything();
}, 120_000);
afterAll(() => original.remove());

/** Every call but the two that give a value away. */
async function call(path: string, options: Parameters<Dashboard['call']>[1] = {}): Promise<any> {
  const { status, headers, body } = await dashboard.call(path, options);
  answers += JSON.stringify([path, status, [...headers], body]);
  return body;
}
const architect = (argv: string[], stdin = '') =>
  architectCommand(join(dashboard.dir, 'data'), argv, { stdin });

async function useEverything(): Promise<void> {
  const { id } = await call('/api/secrets', {
    body: { name: 'TOKEN', value: VALUES.replaced, category: 'token' },
  });
  await call(`/api/secrets/${id}`, {
    method: 'PATCH',
    body: { value: VALUES.stored, expires_at: '2020-01-01' },
  });
  await call('/api/secrets', { body: { name: 'TOKEN', value: VALUES.refused } });
  await call('/api/secrets', { body: { name: 'X', value: VALUES.refused, category: 'nuclear' } });
  await call('/api/secrets', { body: { name: 'X', value: VALUES.refused, encrypted_value: VALUES.refused } });
  await call('/api/secrets/rotate-key', { method: 'POST' });
  const lease = await call(`/api/secrets/${id}/leases`, { body: { holder: 'task:7' } });
  expect(
    (await dashboard.call('/api/secrets/leases/redeem', { body: { token: lease.token } })).body.value,
  ).toBe(VALUES.stored);
  expect((await dashboard.call(`/api/secrets/${id}`)).body.value).toBe(VALUES.stored);

  const session = {
    name: 'holder',
    provider: 'shell',
    command: 'env PS1=$ bash --norc --noprofile',
    secrets: ['TOKEN'],
  };
  await call('/api/sessions', { body: session });
  await call('/api/sessions', { body: session });
  await dashboard.sessionWhere('holder', ({ status }) => status === 'waiting_input');
  const done = await dashboard.settled(
    await dashboard.send({ content: 'echo ${#TOKEN}', target_session: 'holder' }),
  );
  expect(done.response).toBe(String(VALUES.stored.length));

  const report = await architect(['import', original.from, '--json']);
  expect(report).toMatchObject({ code: 0, stderr: '' });
  answers += report.stdout;
  const passphrase = 'correct horse battery';
  expect((await architect(['export', join(dashboard.dir, 'data/record.json')])).code).toBe(0);
  expect(
    (await architect(['export', join(dashboard.dir, 'data/sealed.json'), '--with-secrets'], passphrase)).code,
  ).toBe(0);
  expect((await architect(['backup', '--with-key'])).code).toBe(0);
  expect((await architect(['maintenance'])).code).toBe(0);
  for (const path of [
    '/api/secrets',
    `/api/secrets/${id}/access`,
    '/api/sessions',
    '/api/errors',
    '/api/backups',
    '/api/maintenance',
  ])
    await call(path);
}

it('no other answer of the API holds one', () => {
  expect(FORMS(VALUES.stored).map((form) => leaks(`before ${form} after`))).toEqual([
    ['stored'],
    ['stored'],
    ['stored'],
  ]);
  expect(answers).toContain('TOKEN');
  expect(leaks(answers)).toEqual([]);
});

it.each(['data', 'logs'])(
  'no file in %s holds one: databases, backups, exports and reports among them',
  (dir) => {
    const files = readdirSync(join(dashboard.dir, dir), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const names = files.join('\n');
    for (const known of dir === 'data'
      ? ['sealed.json', 'backups', 'imports', 'architect.db', 'temporal.db']
      : ['app_', 'assigner.log'])
      expect(names).toContain(known);
    expect(
      files.flatMap((file) => leaks(readFileSync(file, 'latin1')).map((name) => `${name} in ${file}`)),
    ).toEqual([]);
  },
);

it('no workflow history holds one', async () => {
  const histories = await allHistories(dashboard.enginePort);
  expect(histories).toContain('maintenance');
  expect(histories).toContain('commandId');
  expect(leaks(histories)).toEqual([]);
});
