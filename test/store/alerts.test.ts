/** Alerts: told once, after a dwell, not again within a cooldown, together where there are many, and over when it is over. */
import { openStore } from '../../store';
import type { Finding } from '../../workflows/contracts/health';
import { type AlertSite, alertSite, FULL, MINUTE_MS } from './alert-site';
import { seen } from './dialog-support';
import { sees, START, there } from './support';

let site: AlertSite;
beforeEach(() => (site = alertSite()));
afterEach(() => site.close());

describe('an outage', () => {
  test('is told when it has lasted for the dwell, once, and that it is over', () => {
    site.check(FULL);
    expect(site.alerts()).toMatchObject([{ state: 'pending', told_at: null }]);
    site.pass(59_000);
    site.check(FULL);
    expect(site.send()).toEqual([]);
    site.pass(1_000);
    site.check(FULL);
    site.check(FULL);
    expect(site.send()).toEqual([['opened Degraded: disk']]);
    expect(site.alerts()).toMatchObject([
      { state: 'open', kind: 'health', message: 'Little room. Remove something.', severity: 'warning' },
    ]);
    site.pass(MINUTE_MS);
    site.check();
    site.check();
    expect(site.send()).toEqual([['resolved Degraded: disk over']]);
    expect(site.alerts()).toMatchObject([{ state: 'resolved' }]);
    expect(site.events(1)).toEqual(['opened webhook sent', 'resolved webhook sent']);
  });

  test('that is over within the dwell is nobody’s business', () => {
    site.check(FULL);
    site.pass(30_000);
    site.check();
    site.pass(5 * MINUTE_MS);
    site.check();
    expect([site.alerts(), site.send()]).toEqual([[], []]);
  });

  test('that comes and goes is not told again within the cooldown, then once', () => {
    site.check(FULL);
    site.pass(MINUTE_MS);
    site.check(FULL);
    site.check();
    site.pass(31_000);
    expect(site.send()).toEqual([['opened Degraded: disk over']]);
    site.pass(MINUTE_MS);
    for (let times = 0; times < 3; times += 1) {
      site.check(FULL);
      site.pass(MINUTE_MS);
      site.check(FULL);
      expect(site.alerts()[0]).toMatchObject({ state: 'open', held: 'cooldown', told_at: null });
      site.check();
    }
    site.check(FULL);
    site.pass(15 * MINUTE_MS);
    site.check(FULL);
    expect(site.alerts()[0]).toMatchObject({ state: 'open', held: null });
    expect(site.send()).toEqual([['opened Degraded: disk']]);
    expect(site.alerts()).toHaveLength(5);
  });

  test('that becomes worse is told once more', () => {
    site.check(FULL);
    site.pass(MINUTE_MS);
    site.check(FULL);
    expect(site.send()).toHaveLength(1);
    site.pass(MINUTE_MS);
    site.check({ ...FULL, status: 'unhealthy' });
    site.check({ ...FULL, status: 'unhealthy' });
    expect(site.send()).toEqual([['escalated Unhealthy: disk']]);
    expect(site.alerts()).toMatchObject([{ severity: 'critical' }]);
  });

  test('that is unhealthy is told within the cooldown of a warning, and then has one of its own', () => {
    site.check(FULL);
    site.pass(MINUTE_MS);
    site.check(FULL);
    site.check();
    expect(site.send()).toHaveLength(1);
    const unhealthy = { ...FULL, status: 'unhealthy' } as const;
    for (const expected of [[['opened Unhealthy: disk']], []]) {
      site.check(unhealthy);
      site.pass(MINUTE_MS);
      site.check(unhealthy);
      expect(site.send()).toEqual(expected);
      site.check();
      site.pass(MINUTE_MS);
      site.store.alerts.look();
      site.send();
    }
  });

  test('is told although the clock was set back', () => {
    site.check(FULL);
    site.setNow(new Date(START.getTime() - 3_600_000));
    site.check(FULL);
    expect(site.send()).toEqual([['opened Degraded: disk']]);
  });

  test('of a time in which the machine slept is not long enough', () => {
    site.check(FULL);
    site.store.unwatched.look();
    site.pass(11 * MINUTE_MS);
    site.store.unwatched.look();
    site.check(FULL);
    expect(site.alerts()).toMatchObject([{ state: 'pending' }]);
  });
});

describe('many at once', () => {
  const many = (count: number): Finding[] =>
    Array.from({ length: count }, (_, n) => ({ ...FULL, cause: `disk.full${n}` }));

  test('are one message', () => {
    site.check(...many(200));
    site.pass(MINUTE_MS);
    site.check(...many(200));
    const messages = site.send();
    expect(messages).toHaveLength(1);
    expect(messages[0]).toHaveLength(200);
  });

  test('that come while nobody carries them out for hours are one message, also those that are over', () => {
    for (let hour = 0; hour < 3; hour += 1) {
      site.check(...many(10));
      site.pass(MINUTE_MS);
      site.check(...many(10));
      site.check(...many(hour));
      site.pass(60 * MINUTE_MS);
    }
    const messages = site.send();
    expect(messages).toHaveLength(1);
    expect(messages[0]?.filter((line) => line.endsWith('over')).length).toBeGreaterThan(10);
    site.store.alerts.look();
    expect(site.send()).toEqual([]);
  });

  test('that follow each other wait for the spacing, and are told together', () => {
    site.routes.approval = ['webhook', 'ntfy'];
    const dialog = (session: string): void => {
      sees(site.store, session);
      const { id } = site.store.confirmations.open(seen({ session, fingerprint: session }));
      site.store.confirmations.messageDue(there(id), 'waiting');
    };
    dialog('a');
    expect(site.send()).toEqual([['opened a waits for you'], ['opened a waits for you']]);
    dialog('b');
    site.pass(20_000);
    dialog('c');
    expect(site.send()).toEqual([]);
    site.pass(10_000);
    site.store.alerts.look();
    const both = ['opened b waits for you', 'opened c waits for you'];
    expect(site.send()).toEqual([both, both]);
  });
});

test('a restart tells nothing anew', () => {
  site.check(FULL);
  site.pass(MINUTE_MS);
  site.check(FULL);
  site.send();
  const other = openStore({ dataDir: site.dir, alertPolicy: () => site.policy });
  other.alerts.look();
  other.alerts.look();
  expect(other.outbox.carryOutDue()).toEqual([]);
  other.close();
});

test('a look at a FULL record costs little', () => {
  site.check(...Array.from({ length: 100 }, (_, n) => ({ ...FULL, cause: `disk.full${n}` })));
  site.pass(MINUTE_MS);
  site.store.alerts.look();
  const began = performance.now();
  for (let times = 0; times < 50; times += 1) site.store.alerts.look();
  expect((performance.now() - began) / 50).toBeLessThan(100);
});
