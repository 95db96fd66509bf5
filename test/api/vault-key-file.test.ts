/** A key file of the vault that can't be read is told as what it is, and stays as it is. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../store';
import { startApi, type TestApi } from '../support/api';
import { expectError } from './http';

let api: TestApi;
beforeEach(async () => {
  api = await startApi((dir) => {
    const made = openStore({ dataDir: dir });
    made.vault.create(SECRET, 'kim');
    made.close();
    writeFileSync(join(dir, 'vault-key'), DAMAGED);
    return {};
  });
});
afterEach(() => api.close());

const SECRET = {
  ...{ name: 'TOKEN', value: 'v', service: null, category: 'token' as const, description: null },
  ...{ expires_at: null, rotate_after_days: null },
};
const DAMAGED = '{"keys": {"x';

test('a damaged key file is named with what to do, by every call that needs it', async () => {
  const answers = [
    await api.call('/api/secrets/1'),
    await api.call('/api/secrets', { body: { name: 'OTHER', value: 'w' } }),
    await api.call('/api/secrets/1', { method: 'PATCH', body: { value: 'w' } }),
    await api.call('/api/secrets/rotate-key', { body: {} }),
  ];
  for (const answer of answers)
    expect(expectError(answer, 409, 'vault_key_missing')).toMatch(/vault-key is damaged: put a copy/);
  // The list, names and reminders don't need it.
  expect((await api.call('/api/secrets')).body).toMatchObject([{ name: 'TOKEN', readable: false }]);
  expect(readFileSync(join(api.dir, 'vault-key'), 'utf8')).toBe(DAMAGED);
});
