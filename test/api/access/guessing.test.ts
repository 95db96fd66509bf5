/** Passwords that are tried out: at once, between right ones, from many addresses of one network. */
import { hashPassword } from '../../../api/access/passwords';
import { triesLimiter } from '../../../api/middleware/limits';
import { type TestApi, startApi } from '../../support/api';
import { logIn, request } from '../http';
import { loggedIn, PASSWORD } from './support';

let api: TestApi;
beforeEach(async () => void (api = await startApi()));
afterEach(() => api.close());

const addUser = async (name: string): Promise<void> =>
  void api.store.access.users.add(
    { name, role: 'viewer', source: 'password', passwordHash: await hashPassword(PASSWORD) },
    'test',
  );
const guess = async (user: string): Promise<number> =>
  (await logIn(api.url, 'a wrong one', { user, headers: { Accept: 'application/json' } })).status;
const times = (count: number, status: number): number[] => Array<number>(count).fill(status);

it.each(['robin', 'architect', 'nobody'])(
  'many at once for %s are no more than a few one after the other',
  async (name) => {
    await addUser('robin');
    const statuses = await Promise.all(times(12, 0).map(() => guess(name)));
    expect(statuses.sort()).toEqual([...times(5, 401), ...times(7, 429)]);
  },
);

it('too many of them don’t push anything else out of the list of who asked for what', async () => {
  await Promise.all(times(12, 0).map(() => guess('robin')));
  const { items } = (await api.call('/api/audit/requests')).body;
  expect(items.map(({ status }: { status: number }) => status)).toEqual(times(5, 401));
});

it('sign-ins that are only begun, or never were, are limited', async () => {
  const ask = async (path: string): Promise<number> => (await request(api.url, path)).status;
  const begun = await Promise.all(times(59, 0).map(() => ask('/login/oidc')));
  expect(begun).toEqual(times(59, 404));
  expect(await ask('/login/oidc/callback?code=x')).toBe(404);
  for (const path of ['/login/oidc', '/login/oidc/callback?code=x']) expect(await ask(path)).toBe(429);
});

it('right ones at once are all let in', async () => {
  await addUser('robin');
  const replies = await Promise.all(times(8, 0).map(() => logIn(api.url, PASSWORD, { user: 'robin' })));
  expect(replies.map(({ status }) => status)).toEqual(times(8, 303));
});

it('those at once are not even looked at beyond the few', async () => {
  const tries = triesLimiter({ points: 5, seconds: 60, message: 'Too many.' });
  let looked = 0;
  const attempt = async (): Promise<undefined> => {
    looked += 1;
    await new Promise(setImmediate);
  };
  const ctx = { ip: '192.0.2.1', set: () => undefined } as never;
  await Promise.allSettled(times(12, 0).map(() => tries(ctx, 'robin', attempt)));
  expect(looked).toBe(5);
});

it('a login of one’s own between them gives no further tries for another name', async () => {
  await addUser('robin');
  await addUser('own');
  const statuses: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    for (let tries = 0; tries < 3; tries += 1) statuses.push(await guess('robin'));
    expect((await logIn(api.url, PASSWORD, { user: 'own' })).status).toBe(303);
  }
  expect(statuses).toEqual([...times(5, 401), ...times(4, 429)]);
});

it('the password of now, asked for where it is changed, is guessed no faster', async () => {
  const headers = { authorization: '', ...(await loggedIn(api, 'robin', 'viewer')) };
  const body = { current: 'a wrong one', password: 'another horse 2' };
  const change = async (): Promise<number> =>
    (await api.call('/api/me/password', { method: 'PUT', body, headers })).status;
  const statuses = await Promise.all(times(9, 0).map(change));
  expect(statuses.sort()).toEqual([...times(5, 400), ...times(4, 429)]);
});

describe('of IPv6', () => {
  const wrong = async (ips: readonly string[]): Promise<number> => {
    const tries = triesLimiter({ points: 5, seconds: 60, message: 'Too many.' });
    let looked = 0;
    for (const ip of ips)
      await tries({ ip, set: () => undefined } as never, 'robin', () => Promise.resolve(undefined)).then(
        () => (looked += 1),
        () => undefined,
      );
    return looked;
  };
  const addresses = (network: (n: number) => string) => Array.from({ length: 8 }, (_, n) => network(n));

  it('all addresses of a network count as one', async () =>
    expect(await wrong(addresses((n) => `2600:1:2:3::${n}`))).toBe(5));
  it.each([(n: number) => `2600:1:2:${n}::1`, (n: number) => `192.0.2.${n}`, (n: number) => `fd00::${n}`])(
    'others don’t: %s',
    async (address) => expect(await wrong(addresses(address))).toBe(8),
  );
});
