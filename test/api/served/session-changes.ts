/** What a person says of a session: which agent runs there, what it is for. It reaches the terminal that is called so now. */
import type { Dashboard } from '../../support/dashboard';
import { dialogAgent, SCREENS } from '../../support/dialog-agent';
import { workplace } from '../../support/workplace';
import { expectError } from '../http';
import { served } from './dashboard';

let dashboard: Dashboard;
beforeAll(async () => (dashboard = await served()), 90_000);

const { tmux, pane, file, lines, swap } = workplace(() => dashboard);
const change = (name: string, body: Record<string, unknown>) =>
  dashboard.call(`/api/sessions/${name}`, { method: 'PATCH', body });
const session = async (name: string) => (await dashboard.call(`/api/sessions/${name}`)).body;

/** A session made by hand, in which Claude seems to wait for a prompt. */
async function claude(name: string): Promise<void> {
  const program = dialogAgent(dashboard.tmux.dir, name, { idle: SCREENS.idle() }, 'idle');
  await dashboard.tmux.session(name, ...program.argv);
  await dashboard.sessionWhere(name, ({ status }) => status === 'waiting_input');
}

describe('a session that was found', () => {
  test('is given the prompt that waits for its specialty by the very request that names it', async () => {
    await claude('found');
    const id = await dashboard.send({ content: 'look at it', specialty: 'review', max_retries: 0 });
    await dashboard.promptWhere(id, ({ stage }) => stage === 'queued');
    const { status, body } = await change('found', { specialty: 'review' });
    expect([status, body.specialty, body.provider]).toEqual([200, 'review', 'claude']);
    const { history } = await dashboard.prompt(id);
    expect(history.map(({ stage }: { stage: string }) => stage)).toContain('leased');
    await tmux('kill-session', '-t', '=found');
    await dashboard.call(`/api/assigner/prompts/${id}/cancel`, { method: 'POST' });
  }, 60_000);

  test('is read by the rules of the agent that a person names, at once, and as it is found when that is taken back', async () => {
    await claude('named');
    const asCodex = await change('named', { provider: 'codex' });
    expect(asCodex.body).toMatchObject({ provider: 'codex', registered: true, is_claude: false });
    expect(asCodex.body.rule).toMatch(/^codex\./);
    const asFound = await change('named', { provider: null });
    expect(asFound.body).toMatchObject({ provider: 'claude', registered: false, is_claude: true });
    await dashboard.sessionWhere(
      'named',
      ({ status, rule }) => status === 'waiting_input' && /^claude/.test(rule),
    );
    const id = await dashboard.send({ content: 'go on', target_session: 'named', max_retries: 0 });
    await dashboard.promptWhere(id, ({ stage }) => stage !== 'queued');
    await tmux('kill-session', '-t', '=named');
    await dashboard.call(`/api/assigner/prompts/${id}/cancel`, { method: 'POST' });
  }, 60_000);

  test('has no specialty any more where a person clears it', async () => {
    await claude('cleared');
    expect((await change('cleared', { specialty: 'review' })).body.specialty).toBe('review');
    expect((await change('cleared', { specialty: null })).body.specialty).toBe('general');
    await tmux('kill-session', '-t', '=cleared');
  }, 30_000);
});

test('what is no agent, no specialty, or nothing at all is refused by name', async () => {
  await dashboard.shell('strict');
  const message = expectError(await change('strict', { provider: 'vim' }), 400, 'invalid_request');
  expect(message).toBe('provider: expected one of claude, codex, gemini, aider, shell');
  expect(expectError(await change('strict', { specialty: '' }), 400, 'invalid_request')).toMatch(
    /^specialty: /,
  );
  expectError(await change('strict', {}), 400, 'invalid_request');
  expectError(await change('nobody', { specialty: 'x' }), 404, 'not_found');
});

describe('names that were swapped a moment ago are those of now', () => {
  const swapped = async (a: string, b: string): Promise<{ before: string; now: string }> => {
    await dashboard.shell(a);
    await dashboard.shell(b);
    const [before, now] = [await pane(a), await pane(b)];
    await swap(a, b);
    return { before, now };
  };
  const end = (...names: string[]) =>
    Promise.all(names.map((name) => dashboard.call(`/api/sessions/${name}`, { method: 'DELETE' })));

  const changes: [string, (name: string) => Promise<{ status: number; body: any }>, object][] = [
    ['a specialty', (name) => change(name, { specialty: 'review' }), { specialty: 'review' }],
    ['an agent', (name) => change(name, { provider: 'shell' }), { registered: true }],
    [
      'a mode',
      (name) =>
        dashboard.call(`/api/sessions/${name}/auto-confirm`, { method: 'PUT', body: { mode: 'off' } }),
      { auto_confirm: 'off' },
    ],
  ];
  test.each(changes)(
    '%s',
    async (what, ask, changed) => {
      const [a, b] = ['a', 'b'].map((letter) => `${letter}${changes.findIndex(([one]) => one === what)}`);
      const { before, now } = await swapped(a as string, b as string);
      const { status, body } = await ask(a as string);
      expect([status, body]).toEqual([200, expect.objectContaining({ ...changed, pane_id: now })]);
      expect(await session(b as string)).toMatchObject({ pane_id: before });
      expect(await session(b as string)).not.toMatchObject(changed);
      await end(a as string, b as string);
    },
    60_000,
  );

  test('a command, and an end', async () => {
    const { before, now } = await swapped('typed', 'other');
    const sent = await dashboard.call('/api/tmux/send', {
      body: {
        session: 'typed',
        command: `echo $TMUX_PANE >> ${file('typed')}; echo done >> ${file('typed')}`,
      },
    });
    expect(sent.status).toBe(200);
    expect((await dashboard.sessionWhere('typed', () => lines('typed').length === 2)).pane_id).toBe(now);
    expect(lines('typed')).toEqual([now, 'done']);
    await swap('typed', 'other');
    await end('typed');
    const left = (await tmux('list-panes', '-a', '-F', '#{pane_id}')).split('\n');
    expect([left.includes(before), left.includes(now)]).toEqual([false, true]);
    expect(await session('other')).toMatchObject({ pane_id: now });
    await end('other');
  }, 60_000);

  test('the name of one that was renamed is free', async () => {
    await dashboard.shell('renamed');
    await tmux('rename-session', '-t', '=renamed', 'elsewhere');
    const body = { name: 'renamed', provider: 'shell', command: 'bash --norc --noprofile' };
    expect((await dashboard.call('/api/sessions', { body })).status).toBe(201);
    await end('renamed', 'elsewhere');
  }, 30_000);
});
