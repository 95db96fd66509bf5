/**
 * The vault can't be read for a while: what needs a secret waits and says why, and is done when the vault can be read
 * again. What was to be sent is neither lost nor sent twice.
 */
import { join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { githubOf } from '../../activities/github/client';
import { channelsOf } from '../../activities/notifications/channels';
import { sendAlert } from '../../activities/notifications/send-alert';
import { type OutboxDeps, outboxActivities } from '../../activities/outbox';
import { serviceAccount } from '../../activities/sheets/account';
import { smsActivities } from '../../activities/sms';
import { loadConfig } from '../../config';
import { apiKey } from '../../models/keys';
import { StoreError } from '../../store';
import { silentLog } from '../../telemetry/log';
import { type AlertSite, alertSite, FULL, MINUTE_MS } from '../store/alert-site';
import { openDatabase } from '../../store/db/open';
import { START, there } from '../store/support';
import { SECRET } from '../store/vault-site';
import { FakeReceiver } from '../support/fake-receiver';
import { githubWorld } from './github/support';

let site: AlertSite;
let receiver: FakeReceiver;
beforeEach(async () => {
  site = alertSite();
  receiver = await new FakeReceiver().start();
});
afterEach(async () => {
  site.close();
  await receiver.stop();
});

/** As a damaged row is; what was there can be put back. */
function spoil(name: string): () => void {
  const db = openDatabase(join(site.dir, 'architect.db'));
  const read = db.prepare<[string], string>('SELECT encrypted_value FROM secrets WHERE name = ?').pluck();
  const set = db.prepare('UPDATE secrets SET encrypted_value = ? WHERE name = ?');
  const value = there(read.get(name));
  set.run(`${value.slice(0, -8)}AAAAAAAA`, name);
  return () => {
    set.run(value, name);
    db.close();
  };
}
const withSecret = (name: string, value = 's3cret'): void =>
  void site.store.vault.create({ ...SECRET, name, value }, 'me');
const CLOSED = /doesn't open/;

test('an alert is kept, with the reason, and goes out when the vault can be read', async () => {
  site.routes.health = ['ntfy'];
  withSecret('NTFY_TOKEN');
  const open = spoil('NTFY_TOKEN');
  site.check(FULL);
  site.pass(MINUTE_MS);
  site.check(FULL);
  const { id: alert } = there(site.alerts()[0]);
  const notifier = {
    ...{ dashboardUrl: () => 'http://here', installation: 'here', now: () => START },
    channels: channelsOf(loadConfig({ NTFY_URL: `${receiver.url}/topic` }), site.store),
  };
  const [due] = site.store.outbox.carryOutDue().filter(({ kind }) => kind === 'alert');
  const { subject } = there(site.store.outbox.get(there(due)));
  const send = () => sendAlert({ store: site.store, notifier }, subject);
  await expect(send()).rejects.toMatchObject({ message: expect.stringMatching(CLOSED), nonRetryable: false });
  expect(site.events(alert)).toEqual(['opened ntfy due']);
  expect(site.store.alerts.deliveriesOf(alert)[0]?.reason).toMatch(CLOSED);
  open();
  await send();
  expect(site.events(alert)).toEqual(['opened ntfy sent']);
  expect(receiver.requests).toHaveLength(1);
});

test('the hourly text message is tried again within its hour', async () => {
  withSecret('DIALPAD_API_KEY');
  const open = spoil('DIALPAD_API_KEY');
  const sms = loadConfig({
    ...{ DIALPAD_BASE_URL: receiver.url, DIALPAD_FROM_NUMBER: '+15550000001', SMS_TO: '+15550000002' },
  }).sms;
  receiver.replies = [{ body: JSON.stringify({ id: '1', message_status: 'pending' }) }];
  const { planSms, sendSms } = smsActivities({
    ...{ store: site.store, sms, log: silentLog, healthReasons: async () => [], now: () => START },
  });
  const run = <T>(work: () => Promise<T>): Promise<T> =>
    new MockActivityEnvironment().run<[], T, () => Promise<T>>(work);
  const { smsId } = (await run(() => planSms({ requestedBy: 'schedule', once: false }))) as { smsId: number };
  const tried = await run(() => sendSms({ smsId }));
  expect(tried).toMatchObject({ status: 'due', retryInMs: 30_000, reason: expect.stringMatching(CLOSED) });
  open();
  expect(await run(() => sendSms({ smsId }))).toMatchObject({ status: 'sent' });
  expect(receiver.requests).toHaveLength(1);
});

test('a spreadsheet is written later', () => {
  withSecret('GOOGLE_SERVICE_ACCOUNT');
  const open = spoil('GOOGLE_SERVICE_ACCOUNT');
  const settings = loadConfig({ GOOGLE_SHEETS_ID: 'a'.repeat(44) }).sheets;
  expect(() => serviceAccount(settings, site.store)).toThrow(
    expect.objectContaining({ kind: 'later', message: expect.stringMatching(CLOSED) }),
  );
  open();
  expect(() => serviceAccount(settings, site.store)).toThrow(/is not the JSON key of a service account/);
});

test('a language model says why it was not asked, which says nothing about the provider', () => {
  withSecret('OPENAI_API_KEY');
  const open = spoil('OPENAI_API_KEY');
  const key = apiKey('OPENAI_API_KEY', undefined, site.store.vault);
  expect(key.value).toThrow(
    expect.objectContaining({ code: 'no_key', message: expect.stringMatching(CLOSED) }),
  );
  open();
  expect(key.value()).toBe('s3cret');
});

test('the pull request of a finished feature is made later; a person who asks for one is told at once', async () => {
  const world = await githubWorld();
  try {
    const project = world.project();
    world.store.github.setSettings(project, { secret: null, remote: null, autoPullRequest: true });
    const feature = world.store.features.insert({ title: 'F', project_id: project, status: 'draft' }, 'me');
    world.git('-c', 'user.name=me', '-c', 'user.email=me@x', 'commit', '-q', '--allow-empty', '-m', 'one');
    world.git('checkout', '-q', '-b', 'feature/f');
    world.github.branches.add('feature/f');
    world.store.features.update(feature.id, { status: 'completed' }, 'me');
    const [due] = world.store.outbox.carryOutDue();
    let isClosed = true;
    const deps = {
      ...{ store: world.store, log: silentLog, githubApiUrl: world.github.url },
      secretValues: async () => {
        if (isClosed) throw new StoreError('key_unreadable', "The key file can't be read");
        return world.secrets;
      },
    };
    // Only what the row needs.
    const { carryOutFollowUp } = outboxActivities(deps as unknown as OutboxDeps);
    const carryOut = () => world.run(carryOutFollowUp, there(due));
    await expect(carryOut()).rejects.toMatchObject({
      nonRetryable: false,
      message: "The key file can't be read",
    });
    await expect(world.run(async () => githubOf(deps, project), null)).rejects.toMatchObject({
      ...{ type: 'github_vault_closed', nonRetryable: true },
    });
    isClosed = false;
    await carryOut();
    expect(world.github.pulls).toHaveLength(1);
  } finally {
    await world.end();
  }
});
