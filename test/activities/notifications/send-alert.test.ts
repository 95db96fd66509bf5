/** One message of alerts, try by try: what goes into it, and when the next try is. */
import type { ChannelMessage, Channels, SendOutcome } from '../../../activities/notifications/channel';
import { channelsOf } from '../../../activities/notifications/channels';
import { sendAlert } from '../../../activities/notifications/send-alert';
import { loadConfig } from '../../../config';
import { type AlertSite, alertSite, MINUTE_MS } from '../../store/alert-site';
import { seen } from '../../store/dialog-support';
import { sees, START, there } from '../../store/support';

let site: AlertSite;
let now: Date;
beforeEach(() => {
  site = alertSite();
  now = START;
});
afterEach(() => site.close());

const HOUR_MS = 60 * MINUTE_MS;

/** Sends message 1; what the other side had of it. */
async function attempt(
  outcome: SendOutcome,
): Promise<{ told: string[]; key: string; nextRetryDelay?: unknown }> {
  let heard: ChannelMessage | undefined;
  const webhook: Channels['webhook'] = {
    ...{ knowsRepeats: true, missing: () => null },
    send: async (message) => ((heard = message), outcome),
  };
  const channels = { ...channelsOf(loadConfig({}), site.store), webhook };
  const notifier = { channels, dashboardUrl: () => 'http://here', installation: 'here', now: () => now };
  const failure = await sendAlert({ store: site.store, notifier }, 1).catch((error: unknown) => error);
  const { items, key } = there(heard);
  const { nextRetryDelay } = (failure ?? {}) as { nextRetryDelay?: unknown };
  return { told: items.map(({ title }) => title), key, nextRetryDelay };
}

function dialog(session: string): number {
  sees(site.store, session);
  const id = there(site.store.confirmations.open(seen({ session, fingerprint: session })).id);
  site.store.confirmations.messageDue(id, 'waiting');
  return id;
}
function answer(id: number): void {
  site.store.confirmations.end(id, { status: 'expired', decidedBy: 'terminal', resolution: 'answered' });
  site.store.alerts.look();
}

const later = (retryAfterMs: number | null = null): SendOutcome => ({
  ...{ outcome: 'later', reason: 'away', retryAfterMs },
});

test('a pause of years, which a receiver named, keeps nothing from being told for longer than an hour', async () => {
  dialog('a');
  expect(await attempt(later(90_000))).toMatchObject({ nextRetryDelay: 90_000 });
  expect(await attempt(later(300 * 24 * HOUR_MS))).toMatchObject({ nextRetryDelay: HOUR_MS });
});

test('what was not taken is made anew, without what is over; what came meanwhile is for the next one', async () => {
  const first = dialog('a');
  dialog('b');
  site.store.alerts.look();
  const one = await attempt(later());
  expect(one.told).toEqual(['a waits for you', 'b waits for you']);
  answer(first);
  dialog('c');
  const two = await attempt({ outcome: 'sent' });
  expect(two).toMatchObject({ told: ['b waits for you'], key: one.key });
  expect(site.events(1)).toEqual(['opened webhook dropped']);
  expect(site.events(3)).toEqual(['opened webhook due']);
});

test('what may have arrived is sent again as it was', async () => {
  const first = dialog('a');
  await attempt({ outcome: 'unknown', reason: 'broke off' });
  answer(first);
  dialog('b');
  expect(await attempt({ outcome: 'sent' })).toMatchObject({ told: ['a waits for you'] });
  expect(site.events(1)).toEqual(['opened webhook sent']);
});

test('what nobody took for a day is given up; a machine that slept for two tries again', async () => {
  dialog('a');
  site.store.unwatched.look();
  site.pass(48 * HOUR_MS);
  now = new Date(START.getTime() + 48 * HOUR_MS);
  site.store.unwatched.look();
  await attempt(later());
  expect(site.events(1)).toEqual(['opened webhook due']);
  now = new Date(START.getTime() + 73 * HOUR_MS);
  await attempt(later());
  expect(site.events(1)).toEqual(['opened webhook failed']);
});
