/** Automatic confirmation over HTTP: the inbox, a person's answer, the switch, the modes. */
import { bash, SCREENS } from '../../support/dialog-agent';
import { type Dashboard, until } from '../../support/dashboard';
import { expectError, expectFieldError } from '../http';
import { asksOn } from './asks';
import { served } from './dashboard';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await served();
}, 90_000);

const call: Dashboard['call'] = (path, options) => dashboard.call(path, options);
const put = (path: string, body: unknown) => call(path, { method: 'PUT', body });
const asks = (session: string, dialog: ReturnType<typeof bash>) => asksOn(dashboard, session, dialog);

describe('the inbox', () => {
  test('has a dialog with all that a person needs to decide', async () => {
    const { item } = await asks('inbox', bash('git push origin main'));
    expect(item).toMatchObject({
      session: 'inbox',
      agent: 'claude',
      prompt_id: null,
      workflow_id: `confirmation-${item.id}`,
      temporal_url: expect.stringContaining(`confirmation-${item.id}`),
      kind: 'permission',
      status: 'pending',
      tool: 'Bash',
      command: 'git push origin main',
      path: null,
      source: 'screen',
      verdict: 'ask',
      rule: { id: expect.any(Number), reason: 'Publishes or sends to a place others can see' },
      evidence: 'git push origin main',
      mode: 'safe',
      decided_by: null,
      resolution: null,
      due_at: null,
      answered_at: null,
    });
    expect(item.dialog).toMatchObject({
      title: 'Bash command',
      body: expect.stringContaining('Do you want'),
    });
    expect(item.dialog.options.map(({ key }: { key: string }) => key)).toEqual(['1', '2', '3', '4']);
    expect(Date.parse(item.created_at)).not.toBeNaN();
    expect((await call(`/api/confirmations/${item.id}`)).body).toEqual(item);
    expect((await call('/api/sessions/inbox')).body).toMatchObject({
      confirmation_id: item.id,
      auto_confirm: 'safe',
    });
    expect((await call('/api/confirm')).body.pending).toBeGreaterThan(0);
  });

  test('is filtered by status, session and kind, and paged', async () => {
    const pending = await call('/api/confirmations?status=pending,approved&kind=permission&limit=1');
    expect(pending.body).toMatchObject({ limit: 1, offset: 0, items: [expect.anything()] });
    expect((await call('/api/confirmations?status=denied')).body.items).toEqual([]);
    expect((await call('/api/confirmations?session=nobody')).body.total).toBe(0);
  });

  test.each([
    ['status=open', 'status'],
    ['kind=riddle', 'kind'],
    ['limit=0', 'limit'],
    ['offset=x', 'offset'],
  ])('refuses %s', async (query, field) => {
    expectFieldError(await call(`/api/confirmations?${query}`), field);
  });
});

describe('a person’s answer', () => {
  test('is pressed, seen to its end and kept with its note', async () => {
    const { agent, item } = await asks('answered', bash('git push'));
    const body = { decision: 'approve', note: 'it is my branch' };
    const answer = await call(`/api/confirmations/${item.id}`, { body });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      ...{ status: 'approved', decided_by: 'person', note: 'it is my branch' },
      answered_at: expect.any(String),
    });
    expect(agent.keys()).toEqual(['1']);
    const again = await call(`/api/confirmations/${item.id}`, { body: { decision: 'deny' } });
    expectError(again, 409, 'conflict');
    expect(agent.keys()).toEqual(['1']);
  });

  test('that denies can come with a word, which is the next prompt of that session, once', async () => {
    const { agent, item } = await asks('told', bash('npm install'));
    const body = { decision: 'deny', tell: 'use npm ci' };
    const answer = await call(`/api/confirmations/${item.id}`, { body });
    expect(answer.body).toMatchObject({ status: 'denied', decided_by: 'person' });
    expect(agent.keys()[0]).toBe('4');
    const { items } = (await call('/api/assigner/prompts?source=dialog')).body;
    expect(items).toMatchObject([
      {
        ...{ content: 'use npm ci', target_session: 'told', priority: 1000, sent_by: 'api-token' },
        metadata: { confirmation: item.id },
      },
    ]);
    expectError(await call(`/api/confirmations/${item.id}`, { body }), 409, 'conflict');
    expect((await call('/api/assigner/prompts?source=dialog')).body.total).toBe(1);
    const approving = { decision: 'approve', tell: 'x' };
    expectFieldError(await call(`/api/confirmations/${item.id}`, { body: approving }), 'tell');
  });

  test('chooses an option by its number', async () => {
    const { agent, item } = await asks('option', SCREENS.question());
    expectFieldError(
      await call(`/api/confirmations/${item.id}`, { body: { decision: 'approve', option: 7 } }),
      'option',
    );
    const unclear = await call(`/api/confirmations/${item.id}`, { body: { decision: 'approve' } });
    expectError(unclear, 409, 'conflict');
    expect(unclear.body.error.message).toContain('say which option');
    expect(agent.keys()).toEqual([]);
    const answer = await call(`/api/confirmations/${item.id}`, { body: { decision: 'approve', option: 2 } });
    expect(answer.body).toMatchObject({ status: 'approved', kind: 'question' });
    expect(agent.keys()).toEqual(['2']);
  });

  test('that dismisses a question closes it, as deny does where nothing says no', async () => {
    const { agent, item } = await asks('dismissed', SCREENS.question());
    const answer = await call(`/api/confirmations/${item.id}`, { body: { decision: 'deny' } });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      ...{ status: 'denied', decided_by: 'person', answer: { dismissed: true, answers: [] } },
    });
    expect(agent.keys()).toEqual(['\x1b']);
  });

  test('names the option that was chosen, and its No is a denial', async () => {
    const { agent, item } = await asks('no', bash('git push'));
    const answer = await call(`/api/confirmations/${item.id}`, { body: { decision: 'approve', option: 4 } });
    expect(answer.body).toMatchObject({
      ...{ status: 'denied', decided_by: 'person' },
      answer: { dismissed: false, answers: [{ question: null, options: ['No'], text: null }] },
    });
    expect(agent.keys()).toEqual(['4']);
    const yes = await asks('yes', bash('git push'));
    const refused = await call(`/api/confirmations/${yes.item.id}`, {
      body: { decision: 'deny', option: 1 },
    });
    expectError(refused, 409, 'conflict');
    expect(refused.body.error.message).toContain('option 1 (Yes) does not refuse it');
    expect(yes.agent.keys()).toEqual([]);
  });

  test.each([
    [{}, 'option'],
    [{ option: 3 }, 'text'],
    [{ option: 9 }, 'option'],
    [{ option: 1, text: 'x' }, 'text'],
    [{ options: [1, 2] }, 'options'],
    [{ text: ' ' }, 'text'],
    [{ text: 'x'.repeat(1_001) }, 'text'],
    [{ text: '\u001b[A' }, 'text'],
    [{ answers: [] }, 'answers'],
    [{ answers: [{ option: 1 }], option: 1 }, 'option'],
    [{ answers: [{ option: 1 }, { option: 1 }] }, 'answers'],
    [{ answers: [{ option: 8 }] }, 'answers.0.option'],
    [{ answers: [{ choice: 1 }] }, 'answers.0.choice'],
  ])('%j is no answer to a question', async (body, field) => {
    const { items } = (await call('/api/confirmations?session=question')).body;
    const item = items[0] ?? (await asks('question', SCREENS.question())).item;
    expectFieldError(
      await call(`/api/confirmations/${item.id}`, { body: { decision: 'answer', ...body } }),
      field,
    );
  });

  test('in words has no place in a dialog that asks for permission', async () => {
    const { item } = await asks('permission', bash('git push'));
    for (const [body, field] of [
      [{ decision: 'answer', text: 'yes' }, 'text'],
      [{ decision: 'answer', answers: [{ option: 1 }] }, 'answers'],
      [{ decision: 'approve', text: 'yes' }, 'text'],
    ] as const)
      expectFieldError(await call(`/api/confirmations/${item.id}`, { body }), field);
  });

  test('of two at once is pressed once', async () => {
    const { agent, item } = await asks('twice', bash('git push'));
    const press = () => call(`/api/confirmations/${item.id}`, { body: { decision: 'approve' } });
    const answers = await Promise.all([press(), press()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(agent.keys()).toEqual(['1']);
  });

  test('comes too late when the dialog was answered in the terminal', async () => {
    const { agent, item } = await asks('late', bash('git push'));
    await dashboard.tmux.command('send-keys', '-t', '=late:', '4');
    const after = await until(
      () => call(`/api/confirmations/${item.id}`),
      ({ body }) => body.status !== 'pending',
      'its end',
    );
    expect(after.body).toMatchObject({ status: 'expired', decided_by: 'terminal' });
    const late = await call(`/api/confirmations/${item.id}`, { body: { decision: 'approve' } });
    expectError(late, 409, 'conflict');
    expect(late.body.error.message).toContain('in the terminal');
    expect(agent.keys()).toEqual(['4']);
  });

  test.each([
    [{}, 'decision'],
    [{ decision: 'maybe' }, 'decision'],
    [{ decision: 'approve', option: 0 }, 'option'],
    [{ decision: 'approve', option: 1.5 }, 'option'],
    [{ decision: 'approve', note: 7 }, 'note'],
    [{ decision: 'approve', force: true }, 'force'],
  ])('%j is refused', async (body, field) => {
    const { items } = (await call('/api/confirmations?limit=1')).body;
    expectFieldError(await call(`/api/confirmations/${items[0].id}`, { body }), field);
  });

  test('needs a confirmation', async () => {
    expectError(await call('/api/confirmations/999999'), 404, 'not_found');
    expectFieldError(await call('/api/confirmations/abc'), 'id');
    expectError(await call('/api/confirmations/999999', { body: { decision: 'deny' } }), 404, 'not_found');
  });
});

describe('the switch', () => {
  test('stops what the rules would answer, and lets it go on', async () => {
    expect((await put('/api/confirm', { enabled: false })).body.enabled).toBe(false);
    const { agent, item } = await asks('stopped', bash('npm test'));
    expect(item).toMatchObject({ status: 'pending', verdict: 'allow', due_at: null });
    expect(agent.keys()).toEqual([]);
    const settings = { enabled: true, delay_ms: [300, 300] };
    expect((await put('/api/confirm', settings)).body).toMatchObject(settings);
    const after = await until(
      () => call(`/api/confirmations/${item.id}`),
      ({ body }) => body.status !== 'pending',
      'the answer',
    );
    expect(after.body).toMatchObject({ status: 'approved', decided_by: 'policy' });
    expect(agent.keys()).toEqual(['1']);
  });

  test('keeps what is not named, and takes null for never', async () => {
    const before = (await call('/api/confirm')).body;
    expect(before).toMatchObject({
      default_mode: 'safe',
      notify_after_ms: 30_000,
      escalate_after_ms: 600_000,
    });
    const changed = await put('/api/confirm', { escalate_after_ms: null, expire_after_ms: 60_000 });
    expect(changed.body).toEqual({ ...before, escalate_after_ms: null, expire_after_ms: 60_000 });
    await put('/api/confirm', { escalate_after_ms: 600_000, expire_after_ms: null });
  });

  test.each([
    [{ enabled: 'no' }, 'enabled'],
    [{ default_mode: 'all' }, 'default_mode'],
    [{ delay_ms: [5_000, 2_000] }, 'delay_ms'],
    [{ delay_ms: [1, 2_000] }, 'delay_ms.0'],
    [{ delay_ms: 2_000 }, 'delay_ms'],
    [{ notify_after_ms: -1 }, 'notify_after_ms'],
    [{ expire_after_ms: 5 }, 'expire_after_ms'],
    [{ pending: 0 }, 'pending'],
  ])('refuses %j', async (body, field) => {
    expectFieldError(await put('/api/confirm', body), field);
  });
});

describe('the mode of a session', () => {
  test('is set, ends by itself, and has the waiting dialog judged again', async () => {
    const { agent, item } = await asks('mode', bash('frobnicate'));
    const body = { mode: 'all', minutes: 5 };
    const session = (await put('/api/sessions/mode/auto-confirm', body)).body;
    expect(session).toMatchObject({ name: 'mode', auto_confirm: 'all' });
    expect(Date.parse(session.auto_confirm_until) - Date.now()).toBeGreaterThan(200_000);
    await until(
      () => call(`/api/confirmations/${item.id}`),
      (answer) => answer.body.status === 'approved' && answer.body.mode === 'all',
      'the answer',
    );
    expect(agent.keys()).toEqual(['1']);
    const off = (await put('/api/sessions/mode/auto-confirm', { mode: 'off' })).body;
    expect(off).toMatchObject({ auto_confirm: 'off', auto_confirm_until: null });
  });

  test.each([
    [{}, 'mode'],
    [{ mode: 'yes' }, 'mode'],
    [{ mode: 'all' }, 'minutes'],
    [{ mode: 'all', minutes: 0 }, 'minutes'],
    [{ mode: 'all', minutes: 1_441 }, 'minutes'],
    [{ mode: 'safe', minutes: 5 }, 'minutes'],
  ])('%j is refused', async (body, field) => {
    expectFieldError(await put('/api/sessions/mode/auto-confirm', body), field);
  });

  test('needs a session', async () => {
    expectError(await put('/api/sessions/nobody/auto-confirm', { mode: 'off' }), 404, 'not_found');
  });
});
