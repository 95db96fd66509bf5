/** Browsers with notifications: whose they are, and what ends them; alerts to each, and quiet hours. */
import type { QuietHours } from '../../../workflows/contracts/quiet-hours';
import { MOST_BROWSERS, type NewPushBrowser } from '../../../store/push/browsers';
import { type AlertSite, alertSite, FULL, MINUTE_MS } from '../alert-site';
import { seen } from '../dialog-support';
import { sees, there } from '../support';

let site: AlertSite;
beforeEach(() => {
  site = alertSite();
  for (const kind of ['health', 'approval', 'secret'] as const) site.routes[kind] = ['push'];
});
afterEach(() => site.close());

const wanted = (changes: Partial<NewPushBrowser> = {}): NewPushBrowser => ({
  ...{ userId: null, endpoint: 'https://push.example.com/a', p256dh: 'p', auth: 'a', login: null },
  ...{ proof: 'proof', browser: null, ...changes },
});
const subscribe = (changes: Partial<NewPushBrowser> = {}): number =>
  there(site.store.push.browsers.subscribe(wanted(changes))).id;
const addUser = (name: string): number =>
  there(site.store.access.users.add({ name, role: 'operator', source: 'password' }, 'test')).id;
const ids = (): number[] => site.store.push.browsers.ids();

function dialog(session: string): number {
  sees(site.store, session);
  const id = there(site.store.confirmations.open(seen({ session, fingerprint: session })).id);
  site.store.confirmations.messageDue(id, 'waiting');
  site.store.alerts.look();
  return id;
}
function answered(id: number): void {
  site.store.confirmations.end(id, { status: 'expired', decidedBy: 'terminal', resolution: 'answered' });
  site.store.alerts.look();
}
const NIGHT: QuietHours = {
  ...{ zone: 'Europe/Berlin', passes: [] },
  spans: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '07:00' }],
};

describe('a browser', () => {
  test('that subscribes again stays the same one; with somebody else in front of it, it is another', () => {
    const first = subscribe();
    expect(subscribe({ auth: 'other' })).toBe(first);
    expect(site.store.push.browsers.get(first)).toMatchObject({ auth: 'other' });
    dialog('a');
    const second = subscribe({ userId: addUser('robin') });
    expect(ids()).toEqual([second]);
    expect(second).not.toBe(first);
    expect(site.events(1)).toEqual(['opened push dropped']);
    expect(site.send()).toEqual([[]]);
  });

  test('is one of a number that has an end', () => {
    for (let count = 0; count < MOST_BROWSERS; count += 1)
      subscribe({ endpoint: `https://push.example.com/${count}` });
    expect(
      site.store.push.browsers.subscribe(wanted({ endpoint: 'https://push.example.com/more' })),
    ).toBeUndefined();
    expect(
      subscribe({ userId: addUser('robin'), endpoint: 'https://push.example.com/of-robin' }),
    ).toBeGreaterThan(0);
  });

  test('ends with the login that it was subscribed with, when somebody ends that', () => {
    const { loginSessions } = site.store;
    loginSessions.set('one', { user: 'me' }, 3_600_000, true);
    loginSessions.set('two', { user: 'me' }, 3_600_000, true);
    const [key = '', other = ''] = loginSessions.list().map((login) => login.key);
    subscribe({ login: key });
    const kept = subscribe({ login: other, endpoint: 'https://push.example.com/b' });
    loginSessions.end([key]);
    expect(ids()).toEqual([kept]);
  });

  test('goes on while its login only was idle for too long: that is what it is for', () => {
    const { loginSessions } = site.store;
    loginSessions.set('one', { user: 'me' }, 1_000, true);
    const [login] = loginSessions.list();
    const kept = subscribe({ login: there(login).key });
    site.pass(60_000);
    loginSessions.set('two', { user: 'me' }, 1_000, true);
    expect(ids()).toEqual([kept]);
  });

  test.each([
    ['a new password', (id: number) => site.store.access.users.change(id, { passwordHash: 'x' })],
    ['an account that is closed', (id: number) => site.store.access.users.change(id, { disabled: true })],
    ['all logins ended', (id: number) => site.store.access.users.signOut(id)],
    ['a user that is removed', (id: number) => site.store.access.users.remove(id)],
  ])('ends with %s, and no other', (_, end) => {
    const [robin, alex] = [addUser('robin'), addUser('alex')];
    subscribe({ userId: robin });
    const others = [
      subscribe({ userId: alex, endpoint: 'https://push.example.com/b' }),
      subscribe({ endpoint: 'https://push.example.com/c' }),
    ];
    end(robin);
    expect(ids()).toEqual(others);
  });

  test('stays with another role, which counts with each message', () => {
    const robin = addUser('robin');
    subscribe({ userId: robin });
    site.store.access.users.change(robin, { role: 'viewer' });
    expect(ids()).toHaveLength(1);
  });

  test('of the user of the settings ends with a start with another password', () => {
    subscribe({ proof: 'old' });
    const kept = [
      subscribe({ proof: 'new', endpoint: 'https://push.example.com/b' }),
      subscribe({ proof: 'old', userId: addUser('robin'), endpoint: 'https://push.example.com/c' }),
    ];
    site.store.push.browsers.keepOnly('new');
    expect(ids()).toEqual(kept);
  });
});

describe('an alert', () => {
  test('goes to each browser once, as a message of its own', () => {
    subscribe();
    subscribe({ endpoint: 'https://push.example.com/b' });
    dialog('a');
    site.store.alerts.look();
    expect(site.send()).toEqual([['opened a waits for you'], ['opened a waits for you']]);
    expect(site.events(1)).toEqual(['opened push sent', 'opened push sent']);
  });

  test('of several within the spacing makes one message a browser', () => {
    subscribe();
    dialog('a');
    expect(site.send()).toHaveLength(1);
    dialog('b');
    dialog('c');
    expect(site.send()).toEqual([]);
    site.pass(30_000);
    site.store.alerts.look();
    expect(site.send()).toEqual([['opened b waits for you', 'opened c waits for you']]);
  });

  test('without a browser is told to nobody, and the dialog says so', () => {
    const id = dialog('a');
    expect(site.events(1)).toEqual([]);
    expect(site.store.confirmations.get(id)?.notification).not.toBeNull();
  });
});

describe('in quiet hours', () => {
  /** 23:00 in Berlin. */
  const LATE = new Date('2026-03-10T22:00:00.000Z');
  /** 07:00 there. */
  const MORNING = new Date('2026-03-11T06:00:00.000Z');
  beforeEach(() => {
    site.setNow(LATE);
    site.store.push.setQuietHours(null, NIGHT);
  });

  test('nothing is sent; at their end one message has what is still so', () => {
    const browser = subscribe();
    const first = dialog('a');
    dialog('b');
    site.pass(MINUTE_MS);
    dialog('c');
    expect(site.send()).toEqual([]);
    expect(site.store.alerts.messages.waitingFor({ channel: 'push', browser_id: browser })).toBe(3);
    answered(first);
    site.setNow(new Date(MORNING.getTime() - 1));
    site.store.alerts.look();
    expect(site.send()).toEqual([]);
    site.setNow(MORNING);
    site.store.alerts.look();
    expect(site.send()).toEqual([['opened b waits for you', 'opened c waits for you']]);
    expect(site.events(1)).toEqual(['opened push dropped']);
    site.pass(MINUTE_MS);
    site.store.alerts.look();
    expect(site.send()).toEqual([]);
  });

  test('what is urgent passes if its person says so, and takes nothing else along', () => {
    site.store.push.setQuietHours(null, { ...NIGHT, passes: ['health'] });
    subscribe();
    dialog('a');
    const unhealthy = { ...FULL, status: 'unhealthy' } as const;
    site.check(unhealthy);
    site.pass(MINUTE_MS);
    site.check(unhealthy);
    expect(site.send()).toEqual([['opened Unhealthy: disk']]);
    site.setNow(MORNING);
    site.check(unhealthy);
    expect(site.send()).toEqual([['opened a waits for you']]);
  });

  test('of one person the others are told', () => {
    const robin = addUser('robin');
    subscribe();
    const other = subscribe({ userId: robin, endpoint: 'https://push.example.com/b' });
    dialog('a');
    expect(site.send()).toEqual([['opened a waits for you']]);
    expect(site.store.alerts.lastTo(other)).toMatchObject({ status: 'sent' });
    site.store.push.setQuietHours(robin, NIGHT);
    dialog('b');
    site.pass(MINUTE_MS);
    site.store.alerts.look();
    expect(site.send()).toEqual([]);
  });

  test('that begin before a message left, it waits', () => {
    site.setNow(new Date('2026-03-10T20:59:59.000Z'));
    subscribe();
    dialog('a');
    site.setNow(LATE);
    expect(site.send()).toEqual([[]]);
    expect(site.events(1)).toEqual(['opened push due']);
    site.setNow(MORNING);
    site.store.alerts.look();
    expect(site.send()).toEqual([['opened a waits for you']]);
  });

  test('other channels are what they were', () => {
    site.routes['approval'] = ['webhook', 'push'];
    subscribe();
    dialog('a');
    expect(site.send()).toEqual([['opened a waits for you']]);
    expect(site.events(1)).toEqual(['opened webhook sent', 'opened push due']);
  });

  test('a test arrives', () => {
    const browser = subscribe();
    site.store.alerts.test({ channel: 'push', browser_id: browser }, 'me');
    expect(site.send()).toEqual([['opened Test of the alerts']]);
  });
});
