/** Dialogs of Claude taller than their terminal: judged by what the agent tells of them, or left to a person who sees it whole. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../support/dashboard';
import { run, say, type Step, use } from './model/steps';
import { claudeByHand } from './support/by-hand';
import { type Lab, startLab } from './support/lab';

const SIZES = [
  [80, 24],
  [200, 50],
  [60, 15],
] as const;
const HOOKED = 'hooked';
const BY_HAND = 'by-hand';

let lab: Lab;
const dirs: Record<string, string> = {};
beforeAll(async () => {
  lab = await startLab();
  dirs[HOOKED] = await lab.agent('claude', HOOKED);
  dirs[BY_HAND] = await claudeByHand(lab, BY_HAND);
  const change = await lab.dashboard.call('/api/confirm', {
    method: 'PUT',
    body: { default_mode: 'safe', delay_ms: [300, 300] },
  });
  expect(change.status).toBe(200);
}, 120_000);
afterAll(() => lab.close());

const lines = (count: number, more = ''): string =>
  Array.from({ length: count }, (_, index) => `const line${index} = ${index};${more}`).join('\n');

const confirmation = (session: string, id: number, test: (one: any) => boolean): Promise<any> =>
  lab.confirmation(session, (one) => one.prompt_id === id && test(one));
const isPending = ({ status, rule }: any): boolean => status === 'pending' && rule !== null;

async function start(session: string, what: string, ...steps: Step[]): Promise<number> {
  lab.model.book.when(what, ...steps, say('Done.'));
  return lab.send(session, what);
}

const CASES = [HOOKED, BY_HAND].flatMap((session) =>
  SIZES.map(([width, height]) => [session, width, height] as const),
);

describe.each(CASES)('%s, %sx%s', (session, width, height) => {
  const name = `${session}-${width}x${height}`;
  const place = (file: string): string => join(dirs[session] ?? '', file);
  beforeAll(() => lab.resize(session, width, height));

  test('a file in its directory may be written and changed, however long it is', async () => {
    const path = place(`${name}.js`);
    const id = await start(
      session,
      `${name} writes`,
      use({ use: 'write', path, content: `first\n${lines(120)}\n` }),
      use({ use: 'edit', path, from: 'first', to: lines(100, ' // changed') }),
    );
    expect(await lab.dashboard.settled(id)).toMatchObject({ status: 'completed', response: 'Done.' });
    const written = await confirmation(session, id, ({ tool }) => tool === 'Write');
    expect(written).toMatchObject({ kind: 'permission', status: 'approved', decided_by: 'policy', path });
    expect(written.dialog.body).toMatch(/^Write\n\n.*first\nconst line0 = 0;/s);
    const edited = await confirmation(session, id, ({ tool }) => tool === 'Edit');
    expect(edited).toMatchObject({ kind: 'permission', status: 'approved', decided_by: 'policy', path });
    expect(readFileSync(path, 'utf8')).toContain('// changed');
  });

  test('a command is judged by its beginning too, and a person sees it whole', async () => {
    const target = place(`${name}.txt`);
    const command = `rm -rf /tmp/nothing-of-worth\ncat > ${target} <<'EOF'\n${lines(60)}\nEOF`;
    const id = await start(session, `${name} runs`, run(command));
    const held = await confirmation(session, id, isPending);
    expect(held).toMatchObject({ kind: 'permission', tool: 'Bash', command, source: 'hook' });
    expect(held.dialog.body).toContain(command);
    expect(held.rule).toMatchObject({ id: expect.any(Number) });
    const { body } = await lab.dashboard.call(`/api/confirmations/${held.id}`, {
      body: { decision: 'approve' },
    });
    expect(body).toMatchObject({ status: 'approved', decided_by: 'person' });
    expect((await lab.dashboard.settled(id)).status).toBe('completed');
    expect(readFileSync(target, 'utf8')).toBe(`${lines(60)}\n`);
  });

  test('a file elsewhere with the same end is not written unasked', async () => {
    const content = `${lines(120, ' // same')}\n`;
    const elsewhere = join(lab.dashboard.dir, `${name}-elsewhere`, 'same.js');
    const id = await start(
      session,
      `${name} writes twice`,
      use({ use: 'write', path: place(`${name}-d/same.js`), content }),
      use({ use: 'write', path: elsewhere, content }),
    );
    const held = await confirmation(session, id, (one) => isPending(one) && one.path === elsewhere);
    expect(held).toMatchObject({ kind: 'permission', tool: 'Write', verdict: 'ask', decided_by: null });
    expect(existsSync(place(`${name}-d/same.js`))).toBe(true);
    await lab.dashboard.call(`/api/confirmations/${held.id}`, { body: { decision: 'deny' } });
    expect((await lab.dashboard.settled(id)).result).toBe('refused');
    expect(existsSync(elsewhere)).toBe(false);
  });
});

test('while its options are scrolled out of sight nothing is pressed, and the dialog still waits', async () => {
  await lab.resize(HOOKED, 80, 24);
  const id = await start(HOOKED, 'scrolled', run(`frobnicate <<'EOF'\n${lines(80)}\nEOF`));
  const held = await confirmation(HOOKED, id, isPending);
  const screen = (): Promise<string> => lab.screen(HOOKED);
  await lab.keys(HOOKED, 'PPage');
  await until(screen, (text) => text.includes('Waiting for your answer'), 'it is scrolled');
  await lab.dashboard.sessionWhere(HOOKED, ({ rule }) => rule === 'claude.dialog-hidden');
  const path = `/api/confirmations/${held.id}`;
  const refused = await lab.dashboard.call(path, { body: { decision: 'approve' } });
  expect([refused.status, JSON.stringify(refused.body)]).toEqual([
    409,
    expect.stringMatching(/out of sight/),
  ]);
  expect((await lab.dashboard.call(path)).body.status).toBe('pending');
  await lab.keys(HOOKED, 'C-End');
  await lab.dashboard.sessionWhere(HOOKED, ({ rule }) => rule === 'claude.dialog');
  const { body } = await lab.dashboard.call(path, { body: { decision: 'approve' } });
  expect(body).toMatchObject({ status: 'approved', decided_by: 'person' });
  expect((await lab.dashboard.settled(id)).status).toBe('completed');
});
