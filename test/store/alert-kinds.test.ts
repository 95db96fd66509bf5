/** What alerts are made of: dialogs, plans, prompts, budgets; and what a person does about them. */
import type { AlertPolicy } from '../../workflows/contracts/alerts';
import { type AlertSite, alertSite, FULL, MINUTE_MS } from './alert-site';
import { seen } from './dialog-support';
import { PLAIN, queued, sees, there } from './support';

let site: AlertSite;
beforeEach(() => (site = alertSite()));
afterEach(() => site.close());

describe('a dialog', () => {
  const open = (kind: 'permission' | 'question' = 'permission'): number => {
    sees(site.store, 'a');
    return there(site.store.confirmations.open(seen({ kind })).id);
  };

  test('is told when its time has come, and again where nobody came; its text is not', () => {
    const id = open('question');
    site.store.alerts.look();
    expect(site.alerts()).toEqual([]);
    site.store.confirmations.messageDue(id, 'waiting');
    expect(site.send()).toEqual([['opened a waits for you']]);
    expect(site.alerts()).toMatchObject([
      {
        ...{ kind: 'question', message: 'claude in session a asks a question.', severity: 'warning' },
        page: `/needs.html#/dialog-${id}`,
      },
    ]);
    site.pass(MINUTE_MS);
    site.store.confirmations.messageDue(id, 'escalated');
    expect(site.send()).toEqual([['escalated a waits for you']]);
    expect(site.alerts()[0]?.message).toBe(
      'claude in session a asks a question and nobody has answered yet.',
    );
  });

  test('that was answered before the message left is told no more', () => {
    const id = open();
    site.store.confirmations.messageDue(id, 'waiting');
    const ending = { status: 'expired', decidedBy: 'terminal', resolution: 'answered' } as const;
    site.store.confirmations.end(id, ending);
    site.store.alerts.look();
    expect(site.send()).toEqual([[]]);
    expect(site.events(1)).toEqual(['opened webhook dropped']);
    expect(site.store.alerts.messages.get(1)).toMatchObject({ status: 'dropped', tries: 0 });
  });

  test('of which there is nobody to tell says so', () => {
    site.routes.approval = [];
    const id = open();
    site.store.confirmations.messageDue(id, 'waiting');
    expect(site.store.confirmations.get(id)?.notification).toBe(
      'not sent: no channel is set up for it (architect alerts channels)',
    );
  });
});

describe('a prompt', () => {
  test('that was given up, and one of which nobody knows, are told once; what is long ago is not', () => {
    const old = site.store.prompts.insert(PLAIN).id;
    site.store.lifecycle.settle(old, 'failed', 'it broke');
    site.pass(2 * 60 * MINUTE_MS);
    const failed = site.store.prompts.insert({ ...PLAIN, content: 'secret words' }).id;
    site.store.lifecycle.settle(failed, 'failed', 'it broke');
    const lost = queued(site.store);
    site.store.lifecycle.settle(lost, 'indeterminate', 'nobody knows');
    site.store.alerts.look();
    expect(site.send().flat().sort()).toEqual([
      `opened Prompt ${failed} failed`,
      `opened Prompt ${lost} is indeterminate`,
    ]);
    expect(JSON.stringify(site.alerts())).not.toContain('secret words');
    site.pass(61 * MINUTE_MS);
    site.store.alerts.look();
    expect(site.send()).toEqual([]);
    expect(site.alerts().map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      'prompt resolved',
      'prompt open',
    ]);
  });
});

describe('a budget', () => {
  const spend = (tokens: number): void => {
    const { ledger } = site.store.budgets;
    const place = { account: null, projectId: null, planId: null, caller: 'test', provider: 'anthropic' };
    const usage = { inputTokens: tokens, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
    ledger.settleCall(ledger.reserveCall(place), { model: 'm', costUsd: 0, usage });
    site.store.budgets.tellLevels();
    site.store.alerts.look();
  };

  test('is told at four fifths and when it is used up, and that it goes on when it was raised', () => {
    const { id } = site.store.budgets.create(
      {
        ...{ name: 'day', scope: 'all', subject: null, period: 'day', limit_usd: null, limit_tokens: 1_000 },
      },
      'me',
    );
    spend(799);
    expect(site.send()).toEqual([]);
    spend(10);
    spend(10);
    expect(site.send()).toEqual([['opened Budget day is used to 80 %']]);
    site.pass(MINUTE_MS);
    spend(200);
    expect(site.send()).toEqual([['opened Budget day is used up']]);
    site.pass(MINUTE_MS);
    site.store.budgets.change(id, { limit_tokens: 10_000 });
    site.store.alerts.look();
    expect(site.send()).toEqual([['resolved Budget day is used up over']]);
  });

  test('is told after its dwell, where it has one', () => {
    Object.assign(site.policy, { dwellMs: () => MINUTE_MS } satisfies Partial<AlertPolicy>);
    const limits = { period: 'day', limit_usd: null, limit_tokens: 1_000 } as const;
    site.store.budgets.create({ name: 'day', scope: 'all', subject: null, ...limits }, 'me');
    spend(850);
    site.pass(MINUTE_MS / 2);
    site.store.alerts.look();
    expect(site.send()).toEqual([]);
    site.pass(MINUTE_MS / 2);
    site.store.alerts.look();
    expect(site.send()).toEqual([['opened Budget day is used to 80 %']]);
  });
});

describe('a person', () => {
  test('who has seen it is not told that it became worse', () => {
    site.check(FULL);
    site.pass(MINUTE_MS);
    site.check(FULL);
    site.send();
    site.pass(MINUTE_MS);
    expect(site.store.alerts.acknowledge(1, 'me')).toBe(true);
    expect(site.store.alerts.acknowledge(1, 'me')).toBe(false);
    site.check({ ...FULL, status: 'unhealthy' });
    expect(site.send()).toEqual([]);
    expect(site.alerts()).toMatchObject([{ acknowledged_by: 'me', held: 'acknowledged' }]);
  });

  test('who muted a kind is told when that is over, of what is still so', () => {
    site.store.alerts.mutes.set('health', 10, 'me');
    site.check(FULL, { ...FULL, cause: 'disk.slow' });
    site.pass(MINUTE_MS);
    site.check(FULL, { ...FULL, cause: 'disk.slow' });
    expect(site.send()).toEqual([]);
    expect(site.alerts()).toMatchObject([{ held: 'muted' }, { held: 'muted' }]);
    site.check(FULL);
    site.pass(9 * MINUTE_MS);
    site.check(FULL);
    expect(site.send()).toEqual([['opened Degraded: disk']]);
  });

  test('who muted reminders of secrets is told when they are noted again, once', () => {
    const note = (): void =>
      site.store.alerts.note({
        ...{ condition: 'secrets-2026-02-07', kind: 'secret', severity: 'warning', page: '/' },
        ...{ title: 'A secret needs you', message: 'TOKEN expired.' },
      });
    const sent = (): string[][] => (site.store.alerts.look(), site.send());
    site.store.alerts.mutes.set('secret', 10, 'me');
    note();
    expect([sent(), site.alerts()]).toMatchObject([[], [{ held: 'muted', told_at: null }]]);
    site.pass(10 * MINUTE_MS);
    note();
    note();
    expect(sent()).toEqual([['opened A secret needs you']]);
  });

  test('who muted everything, and lifts that, is told at once', () => {
    site.store.alerts.mutes.set('all', 600, 'me');
    site.check(FULL);
    site.pass(MINUTE_MS);
    site.check(FULL);
    site.store.alerts.mutes.lift('all');
    site.check(FULL);
    expect(site.send()).toHaveLength(1);
  });
});
