/** What needs a person: each kind begins, says what it is about, and ends with what a person does. */
import { MINUTE_MS, FULL, type AlertSite, alertSite } from '../alert-site';
import { seen } from '../dialog-support';
import { PLAIN, queued, registered, sees, there, typing } from '../support';

let site: AlertSite;
beforeEach(() => (site = alertSite()));
afterEach(() => site.close());

const listed = () => site.store.needs.list().map(({ id, title }) => `${id}: ${title}`);
const ends = (id: number, stage: 'failed' | 'completed' | 'indeterminate', reason = 'it broke'): void =>
  void site.store.lifecycle.settle(id, stage, reason);
const DAY_MS = 86_400_000;

describe('a dialog', () => {
  const open = (session: string, changes: Parameters<typeof seen>[0] = {}): number => {
    sees(site.store, session);
    return there(site.store.confirmations.open(seen({ session, fingerprint: session, ...changes })).id);
  };

  test('is there as soon as it is seen, oldest first, questions among them, with what it asks', () => {
    const first = open('a');
    site.pass(10);
    const questions = [
      { ...{ header: null, question: 'Which?', multiple: false, text: true, notes: false }, options: [] },
    ];
    const second = open('b', { kind: 'question', questions, call: null });
    site.pass(10);
    const third = open('c', { call: { tool: 'Edit', commands: [], path: '/home/me/x.ts' } });
    expect(site.store.needs.list()).toMatchObject([
      { id: `dialog-${first}`, kind: 'approval', subject: 'ls', title: 'a asks for permission' },
      { id: `dialog-${second}`, kind: 'question', subject: 'Which?', title: 'b asks a question' },
      { id: `dialog-${third}`, kind: 'approval', subject: '/home/me/x.ts', refs: { session: 'c' } },
    ]);
  });

  test('is no longer while its answer is on its way or due by the rules, and says who held it', () => {
    const id = open('a');
    const judgement = { verdict: 'allow', ruleId: 4, reason: 'Only reads', evidence: 'ls' } as const;
    site.store.confirmations.judged(id, { ...judgement, mode: 'off' });
    expect(site.store.needs.list()[0]?.why).toBe(
      'Auto-confirm is off for this session; the rules say allow: Only reads.',
    );
    site.store.confirmations.plan(id, new Date());
    expect(listed()).toEqual([]);
    site.store.confirmations.plan(id, null);
    expect(listed()).toHaveLength(1);
    const reply = { dismissed: false, answers: [] };
    site.store.confirmations.decided(id, { by: 'person', answer: 'approve', reply });
    expect(listed()).toEqual([]);
    site.store.confirmations.withdraw(id, 0);
    expect(listed()).toHaveLength(1);
  });

  test('that nobody answered in time and that still stands says so, until it goes', () => {
    const id = open('a');
    const ending = {
      status: 'expired',
      decidedBy: null,
      resolution: 'nobody answered',
      standing: true,
    } as const;
    site.store.confirmations.end(id, ending);
    sees(site.store, 'a', { status: 'needs_confirmation', readySince: null });
    expect(listed()).toEqual([`left-${id}: a still asks for permission`]);
    site.store.confirmations.gone('a', 'it is gone');
    expect(listed()).toEqual([]);
  });
});

describe('a prompt', () => {
  test('that failed for good is there until it is retried, archived or put away, and again when it fails again', () => {
    const id = queued(site.store);
    ends(id, 'failed');
    expect(listed()).toEqual([`failed-${id}: Prompt ${id} failed`]);
    expect(site.store.needs.list()[0]).toMatchObject({ subject: 'do it', why: 'it broke.' });
    expect(site.store.needs.dismiss(`failed-${id}`, 'me')).toBe(true);
    expect(listed()).toEqual([]);
    site.store.lifecycle.reopen(id, 'retried');
    site.pass(MINUTE_MS);
    ends(id, 'failed');
    expect(listed()).toHaveLength(1);
    site.store.archive.put(id);
    expect(listed()).toEqual([]);
  });

  test('that failed long ago is none, however many there are', () => {
    ends(queued(site.store), 'failed');
    site.pass(15 * DAY_MS);
    expect(listed()).toEqual([]);
  });

  test('of which nobody knows stays for ever, and is told to nobody once it was put away', () => {
    const id = queued(site.store);
    ends(id, 'indeterminate', 'the worker died');
    site.pass(100 * DAY_MS);
    expect(site.store.needs.list()).toMatchObject([
      { id: `indeterminate-${id}`, why: 'the worker died.', kind: 'indeterminate' },
    ]);
    site.store.needs.dismiss(`indeterminate-${id}`, 'me');
    site.store.alerts.look();
    expect([listed(), site.alerts()]).toEqual([[], []]);
  });

  test('that asks back is there until something is sent to its session', () => {
    const id = typing(site.store, 'a');
    ends(id, 'completed', 'done');
    const db = site.assigner();
    db.prepare("UPDATE prompts SET result = 'question', question = 'SQLite or PostgreSQL?' WHERE id = ?").run(
      id,
    );
    expect(site.store.needs.list()).toMatchObject([
      { id: `asks-back-${id}`, title: 'a asks back', subject: 'SQLite or PostgreSQL?' },
    ]);
    site.pass(MINUTE_MS);
    queued(site.store, { content: 'elsewhere' });
    expect(listed()).toHaveLength(1);
    queued(site.store, { content: 'SQLite', target_session: 'a' });
    expect(listed()).toEqual([]);
  });
});

describe('a session', () => {
  test('that has ended needs somebody as long as prompts wait for it', () => {
    registered(site.store, 'a');
    site.store.sessions.vanish('a', 'its tmux session is gone');
    expect(listed()).toEqual([]);
    const id = queued(site.store, { target_session: 'a' });
    queued(site.store, { target_session: 'a' });
    expect(site.store.needs.list()).toMatchObject([
      {
        ...{ id: 'exited-a', kind: 'exited', title: 'a has ended, and 2 prompts wait for it' },
        ran: { provider: 'claude', working_dir: '/home/me' },
      },
    ]);
    site.store.lifecycle.settle(id, 'cancelled', 'no more');
    expect(listed()).toEqual(['exited-a: a has ended, and 1 prompt waits for it']);
  });

  test('that reached its limit is one, with all of its account, until the limit is over', () => {
    for (const name of ['a', 'b', 'c']) sees(site.store, name);
    for (const name of ['a', 'b']) site.store.accountLimits.note(name, 'one@example.com');
    site.store.accountLimits.reached('a', new Date('2026-03-10T13:00:00.000Z'));
    expect(listed()).toEqual(['limit-a: a and 1 other session reached the usage limit']);
    expect(JSON.stringify(site.store.needs.list())).not.toContain('one@example.com');
    site.store.needs.dismiss('limit-a', 'me');
    expect(listed()).toEqual([]);
    site.store.accountLimits.reached('a', new Date('2026-03-10T15:00:00.000Z'));
    expect(listed()).toHaveLength(1);
    site.pass(3 * 60 * MINUTE_MS);
    expect(listed()).toEqual([]);
  });
});

describe('what surrounds the prompts', () => {
  test('comes first where nothing works without it, and not where it is only degraded', () => {
    site.check(FULL);
    expect(listed()).toEqual([]);
    const id = queued(site.store);
    ends(id, 'failed');
    site.check({ ...FULL, status: 'unhealthy' });
    expect(site.store.needs.list().map(({ kind, severity }) => [kind, severity])).toEqual([
      ['health', 'critical'],
      ['failed', 'warning'],
    ]);
    expect(site.store.needs.dismiss('health-1', 'me')).toBe(false);
    site.check();
    expect(listed()).toEqual([`failed-${id}: Prompt ${id} failed`]);
  });

  test('is a secret that is due, until it has a new value', () => {
    const secret = { service: null, category: 'general', description: null, rotate_after_days: 30 };
    const { id } = site.store.vault.create(
      { ...secret, name: 'TOKEN', value: 'hidden', expires_at: '2026-03-12T00:00:00Z' },
      'me',
    );
    expect(listed()).toEqual([`secret-${id}: Secret TOKEN expires soon`]);
    expect(JSON.stringify(site.store.needs.list())).not.toContain('hidden');
    site.store.vault.update(id, { expires_at: null }, 'me');
    expect(listed()).toEqual([]);
    site.pass(31 * DAY_MS);
    expect(listed()).toEqual([`secret-${id}: Secret TOKEN should be changed`]);
  });
});

test('the order stays when something is added: dialogs before prompts, the longest wait first', () => {
  const failed = site.store.prompts.insert(PLAIN).id;
  ends(failed, 'failed');
  site.pass(10);
  sees(site.store, 'b');
  site.store.confirmations.open(seen({ session: 'b', fingerprint: 'b' }));
  const lost = queued(site.store);
  ends(lost, 'indeterminate');
  expect(listed().map((line) => line.split('-')[0])).toEqual(['dialog', 'indeterminate', 'failed']);
});
