/** Fields that are wrong in one way or another: refused with the field named and what was expected, and nothing done. */
import type { Dashboard } from '../../support/dashboard';
import { expectError, expectFieldError } from '../http';
import { served } from './dashboard';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await served();
}, 90_000);

/** As it would stand in a body. */
const shown = (value: unknown): string =>
  value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 60);
const post = (path: string, body: unknown) => dashboard.call(path, { body });
const queued = async (): Promise<number> => (await dashboard.call('/api/assigner/prompts')).body.total;
const sessions = async (): Promise<unknown[]> => (await dashboard.call('/api/sessions')).body;

describe('a prompt is refused, with the field named and nothing queued, where', () => {
  const LONE = '\ud83d';
  const WRONG: [field: string, value: unknown, says: RegExp][] = [
    ['content', undefined, /expected text/],
    ['content', null, /expected text/],
    ['content', 5, /expected text/],
    ['content', ['x'], /expected text/],
    ['content', '', /must not be empty/],
    ['content', ' \n\t ', /must not be empty/],
    ['content', 'a\0b', /U\+0000 at position 1/],
    ['content', 'a\x1b[2J', /U\+001B/],
    ['content', 'a\x7f', /U\+007F/],
    ['content', 'a\x9bm', /U\+009B/],
    ['content', `half ${LONE} a character`, /lone surrogate/],
    ['priority', '5', /whole number from -1000 to 1000/],
    ['priority', 1.5, /whole number/],
    ['priority', 1001, /whole number/],
    ['priority', -1001, /whole number/],
    ['priority', null, /whole number/],
    ['priority', 'urgent', /whole number/],
    ['target_session', 5, /expected text/],
    ['target_session', '', /must not be empty/],
    ['target_session', 'nobody', /no session 'nobody'; known are demo/],
    ['target_session', "x'; DROP TABLE prompts; --", /no session/],
    ['target_session', '../../etc/passwd', /no session/],
    ['target_session', 'two\nlines', /one line/],
    ['target_session', LONE, /lone surrogate/],
    ['target_session', 'x'.repeat(201), /at most 200/],
    ['target_provider', 'gpt', /one of claude, codex, gemini, aider, shell/],
    ['target_provider', '', /one of/],
    ['target_provider', 5, /one of/],
    ['specialty', '  ', /must not be empty/],
    ['specialty', 'a\x1bb', /control characters/],
    ['specialty', 'a\tb', /control characters/],
    ['specialty', 'x'.repeat(51), /at most 50/],
    ['timeout_minutes', 0, /more than 0/],
    ['timeout_minutes', -1, /more than 0/],
    ['timeout_minutes', 10_081, /at most 10080/],
    ['timeout_minutes', '30', /number of minutes/],
    ['max_retries', -1, /from 0 to 10/],
    ['max_retries', 11, /from 0 to 10/],
    ['max_retries', 0.5, /from 0 to 10/],
    ['max_retries', true, /from 0 to 10/],
    ['metadata', 'text', /expected an object/],
    ['metadata', ['a'], /expected an object/],
    ['source', '', /must not be empty/],
    ['source', LONE, /lone surrogate/],
    ['source', 'a\0b', /control characters/],
    ['prompt', 'x', /not a known field/],
    ['status', 'completed', /not a known field/],
  ];
  it.each(WRONG.map(([field, value, says]) => [field, shown(value), value, says] as const))(
    '%s is %s',
    async (field, _shown, value, says) => {
      const before = await queued();
      const reply = await post('/api/assigner/send', { content: 'x', [field]: value });
      expect(expectFieldError(reply, field)).toMatch(says);
      expect(await queued()).toBe(before);
    },
  );

  it('a shell is wanted without naming it, or the session runs another agent', async () => {
    const shell = await post('/api/assigner/send', { content: 'x', target_provider: 'shell' });
    expectFieldError(shell, 'target_session');
    const other = { content: 'x', target_session: 'demo', target_provider: 'claude' };
    expect(expectFieldError(await post('/api/assigner/send', other), 'target_provider')).toMatch(
      /runs shell/,
    );
  });

  it('several fields are wrong: all are named', async () => {
    const reply = await post('/api/assigner/send', { priority: 'x', max_retries: 99, bogus: 1 });
    expectError(reply, 400, 'invalid_request');
    const fields = reply.body.error.details.map((detail: { field: string }) => detail.field);
    expect(fields.sort()).toEqual(['bogus', 'content', 'max_retries', 'priority']);
  });

  it('it is larger than 128 KiB, counted in bytes', async () => {
    for (const content of ['x'.repeat(131_073), 'é'.repeat(65_537), 'x'.repeat(1_000_000)]) {
      const reply = await post('/api/assigner/send', { content });
      expectFieldError(reply, 'content', 413, 'too_large');
    }
    expect((await post('/api/assigner/send', { content: 'x'.repeat(131_072) })).status).toBe(200);
  });

  it('the Idempotency-Key is longer than 200 characters', async () => {
    const headers = { 'Idempotency-Key': 'k'.repeat(201) };
    const reply = await dashboard.call('/api/assigner/send', { body: { content: 'x' }, headers });
    expectFieldError(reply, 'Idempotency-Key');
  });
});

describe('a session is refused, with the field named, where', () => {
  const WRONG: [field: string, value: unknown][] = [
    ['name', undefined],
    ['name', ''],
    ['name', ' '],
    ['name', 5],
    ['name', 'a.b'],
    ['name', 'a:b'],
    ['name', '../x'],
    ['name', '/etc/passwd'],
    ['name', "x'; DROP TABLE sessions; --"],
    ['name', '$(id)'],
    ['name', '#{pane_id}'],
    ['name', '-t'],
    ['name', '=demo'],
    ['name', '%0'],
    ['name', 'a\nb'],
    ['name', 'a\0b'],
    ['name', 'x'.repeat(101)],
    ['provider', undefined],
    ['provider', 'bash'],
    ['specialty', ''],
    ['working_dir', 'relative/path'],
    ['working_dir', '/no/such/directory'],
    ['working_dir', '/etc/passwd'],
    ['working_dir', '/tmp/\0'],
    ['command', ''],
    ['command', '   '],
    ['command', 'echo a && echo b'],
    ['command', 'echo a; echo b'],
    ['command', 'echo a | tee b'],
    ['command', 'echo a > /tmp/b'],
    ['command', 'echo $(id)'],
    ['command', 'ls *'],
    ['command', 'claude & disown'],
    ['command', 'a\nb'],
    ['env', 'A=b'],
    ['env', ['A']],
    ['shell', 'x'],
  ];
  it.each(WRONG.map(([field, value]) => [field, shown(value), value] as const))(
    '%s is %s',
    async (field, _shown, value) => {
      const before = (await sessions()).length;
      const reply = await post('/api/sessions', { name: 'fine', provider: 'shell', [field]: value });
      expectFieldError(reply, field);
      expect(await sessions()).toHaveLength(before);
    },
  );

  it.each([{ 'A B': 'x' }, { '1A': 'x' }, { 'A=B': 'x' }, { '': 'x' }, { A: 5 }, { A: null }, { A: 'x\0' }])(
    'the environment is %j',
    async (env) => {
      const reply = await post('/api/sessions', { name: 'fine', provider: 'shell', env });
      expectFieldError(reply, `env.${Object.keys(env)[0]}`);
    },
  );
});

describe('other bodies are refused: ', () => {
  it.each<[string, string, Record<string, unknown>, string]>([
    ['POST', '/api/tmux/send', { session: 'demo' }, 'command'],
    ['POST', '/api/tmux/send', { session: 'demo', command: '' }, 'command'],
    ['POST', '/api/tmux/send', { session: 'demo', command: 'a\x03' }, 'command'],
    ['POST', '/api/tmux/send', { command: 'x' }, 'session'],
    ['POST', '/api/tmux/send', { session: 'demo', command: 'x', enter: false }, 'enter'],
    ['PATCH', '/api/assigner/prompts/1', {}, 'body'],
    ['PATCH', '/api/assigner/prompts/1', { priority: 1e9 }, 'priority'],
    ['PATCH', '/api/assigner/prompts/1', { priority: 1, status: 'completed' }, 'status'],
    ['POST', '/api/assigner/prompts/1/cancel', { reason: 5 }, 'reason'],
    ['POST', '/api/assigner/prompts/1/cancel', { reason: '' }, 'reason'],
    ['POST', '/api/assigner/prompts/1/reassign', {}, 'target_session'],
    ['POST', '/api/assigner/prompts/1/reassign', { target_session: 'nobody' }, 'target_session'],
    ['POST', '/api/assigner/prompts/1/reassign', { target_provider: 'gpt' }, 'target_provider'],
    ['POST', '/api/assigner/prompts/1/reassign', { target_provider: 'shell' }, 'target_session'],
    ['POST', '/api/assigner/prompts/1/resolve', {}, 'as'],
    ['POST', '/api/assigner/prompts/1/resolve', { as: 'cancelled' }, 'as'],
  ])('%s %s %j', async (method, path, body, field) => {
    const id = await dashboard.send({ content: 'waits' });
    expectFieldError(await dashboard.call(path.replace('/1', `/${id}`), { method, body }), field);
    expect(await dashboard.prompt(id)).toMatchObject({
      status: 'pending',
      priority: 0,
      target_session: null,
    });
  });
});
