/** Dialogs that look the same: an answer is for the one it was given for, also where the server stood still meanwhile. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { until } from '../support/dashboard';
import { ask, run, say, type Step } from './model/steps';
import { claudeByHand } from './support/by-hand';
import { type Lab, startLab } from './support/lab';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  await lab.agent('claude', 'claude');
  await claudeByHand(lab, 'by-hand');
  await lab.agent('codex', 'codex');
}, 180_000);
// A test that failed must not leave it stopped.
afterEach(() => process.kill(lab.dashboard.pid(), 'SIGCONT'));
afterAll(() => lab.close());

const log = (name: string): string => join(lab.dashboard.dir, `${name}.log`);
const written = (name: string): string[] =>
  existsSync(log(name)) ? readFileSync(log(name), 'utf8').trim().split('\n') : [];
const all = async (id: number): Promise<any[]> =>
  (await lab.dashboard.call('/api/confirmations?limit=200')).body.items.filter(
    (one: any) => one.prompt_id === id,
  );
const pending = (id: number, but?: number): Promise<any> =>
  until(
    async () =>
      (await all(id)).find(
        (one) =>
          one.status === 'pending' && one.id !== but && (one.kind !== 'permission' || one.rule !== null),
      ),
    Boolean,
    'a dialog waits',
  );
const answer = (id: number, body: object) => lab.dashboard.call(`/api/confirmations/${id}`, { body });

async function begun(
  session: string,
  what: string,
  ...steps: Step[]
): Promise<{ prompt: number; first: any }> {
  lab.model.book.when(what, ...steps, say('Done.'));
  const prompt = await lab.send(session, what);
  return { prompt, first: await pending(prompt) };
}
/** The server stands still; somebody at the terminal answers, and the next dialog comes up. */
async function meanwhile(happens: () => Promise<unknown>): Promise<void> {
  process.kill(lab.dashboard.pid(), 'SIGSTOP');
  await happens();
  process.kill(lab.dashboard.pid(), 'SIGCONT');
}

const long = (name: string, end: string): string =>
  `cat >> ${log(name)} <<'E'\n${Array.from({ length: 90 }, (_, row) => `row ${row}`).join('\n')}\n${end}\nE`;
const CASES: [string, string, string, (name: string) => [string, string]][] = [
  ['claude', 'Claude with hooks', '1', (name) => [`echo ran >> ${log(name)}`, `echo ran >> ${log(name)}`]],
  ['by-hand', 'Claude by hand', '1', (name) => [`echo ran >> ${log(name)}`, `echo ran >> ${log(name)}`]],
  ['codex', 'Codex, of which a part is in sight', 'y', (name) => [long(name, 'ONE'), long(name, 'TWO')]],
];

test.each(CASES)(
  '%s: an approval is not for the command that looks the same (%s)',
  async (session, _who, yes, commands) => {
    const [one, two] = commands(session);
    const { prompt, first } = await begun(session, `${session}: twice`, run(one), run(two));
    await meanwhile(async () => {
      await lab.press(session, [yes], async () => written(session).length > 0);
      await until(
        () => lab.screen(session),
        (screen) => /^\s*[❯›] 1\. Yes/m.test(screen),
        'the second asks',
      );
    });
    const done = written(session);
    expect((await answer(first.id, { decision: 'approve' })).status).toBe(409);
    const second = await pending(prompt, first.id);
    expect(written(session)).toEqual(done);
    expect((await answer(second.id, { decision: 'approve' })).status).toBe(200);
    await lab.dashboard.settled(prompt);
    expect(written(session).length).toBe(done.length * 2);
    const kept = (await all(prompt)).sort((a, b) => a.id - b.id);
    expect(kept.map(({ status, decided_by }) => [status, decided_by])).toEqual([
      ['expired', 'terminal'],
      ['approved', 'person'],
    ]);
  },
);

test('an answer is not for the question that differs in a sign, nor for the same one asked again', async () => {
  const question = (text: string) => ask({ question: text, options: ['Yes', 'Later'] });
  for (const [first, second] of [
    ['Use C?', 'Use C++?'],
    ['Once more?', 'Once more?'],
  ] as const) {
    const { prompt, first: held } = await begun('claude', `asks ${first}`, question(first), question(second));
    await meanwhile(async () => {
      await lab.press('claude', ['1'], async () => (await lab.screen('claude')).includes(`${first} → Yes`));
      await until(
        () => lab.screen('claude'),
        (screen) => screen.includes(second) && /❯ 1\. Yes/.test(screen),
        'the second asks',
      );
    });
    expect((await answer(held.id, { decision: 'answer', option: 2 })).status).toBe(409);
    const next = await pending(prompt, held.id);
    expect((await answer(next.id, { decision: 'answer', option: 2 })).status).toBe(200);
    await lab.dashboard.settled(prompt);
    const screen = await lab.screen('claude');
    expect(screen).toContain(`${first} → Yes`);
    expect(screen).toContain(`${second} → Later`);
  }
});

test('two alike in a row are two that are asked for, without a stall too', async () => {
  const command = `echo ran >> ${log('in-a-row')}`;
  const { prompt, first } = await begun('claude', 'in a row', run(command), run(command));
  await answer(first.id, { decision: 'approve' });
  const second = await pending(prompt, first.id);
  expect(written('in-a-row')).toHaveLength(1);
  await answer(second.id, { decision: 'approve' });
  await lab.dashboard.settled(prompt);
  expect(written('in-a-row')).toHaveLength(2);
  expect(await all(prompt)).toHaveLength(2);
});
