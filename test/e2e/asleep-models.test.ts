/** A machine that sleeps while a language model thinks: it is asked once, and what it said is kept. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sleep } from '../support/asleep';
import { until } from '../support/dashboard';
import { type ModelApi, startModelApi } from '../support/model-api';
import { testBeside } from '../support/side-by-side';

/** Longer than the heartbeat of a question, after which the engine takes its worker for dead. */
const NIGHT_MS = 40_000;

/** A model that answers when it is told to. */
interface Thinker {
  readonly api: ModelApi;
  readonly settings: () => Promise<Record<string, string>>;
  answer(text: string): void;
  close(): Promise<void>;
}
const thinkers: Thinker[] = [];
afterAll(() => Promise.all(thinkers.map(({ close }) => close())));

function thinker(): Thinker {
  let answered: (text: string) => void = () => {};
  const made = {
    api: undefined as unknown as ModelApi,
    async settings() {
      made.api = await startModelApi();
      const reply = { text: '', after: new Promise<string>((resolve) => (answered = resolve)) };
      void reply.after.then((text) => (reply.text = text));
      made.api.reply(reply);
      return { ANTHROPIC_API_KEY: 'a-key', ANTHROPIC_BASE_URL: made.api.anthropicUrl };
    },
    answer: (text: string) => answered(text),
    // None was started for a test that is left out.
    close: async () => (made.api as ModelApi | undefined)?.close(),
  };
  thinkers.push(made);
  return made;
}
const asked = ({ api }: Thinker): Promise<unknown> =>
  until(
    async () => api.asked.length,
    (count) => count > 0,
    'the model is asked',
    60_000,
  );

const cycles = thinker();
testBeside(
  'an improvement cycle keeps the suggestion, and the next one asks nothing again',
  async (dashboard) => {
    await dashboard.shell('worker');
    const slow = { content: 'sleep 60', target_session: 'worker', timeout_minutes: 0.05, max_retries: 0 };
    const { status } = await dashboard.settled(await dashboard.send(slow), 60_000);
    expect(status).toBe('failed');
    const run = () => dashboard.call('/api/improvements/run', { method: 'POST' });
    const running = run().catch((error: unknown) => error);
    await asked(cycles);
    await sleep(dashboard, { forMs: NIGHT_MS });
    const { content } = cycles.api.asked[0]?.body.messages[0] ?? {};
    const metrics = (JSON.parse(content?.split('\n')[0] ?? '[]') as { metric: string }[]).map(
      ({ metric }) => metric,
    );
    const suggestions = metrics.map((metric) => ({
      ...{ metric, title: `Mend ${metric}`, task: 'Raise its time limit.', confidence: 0.5 },
    }));
    cycles.answer(JSON.stringify({ suggestions }));
    await running;
    const found = async (): Promise<any[]> => (await dashboard.call('/api/improvements')).body.items;
    await until(found, (items) => items.length > 0, 'the suggestion is kept', 60_000);
    // The first of them may join the cycle that is under way still.
    for (let more = 0; more < 2; more += 1) expect((await run()).body).toMatchObject({ state: 'completed' });
    const kept = (await found()).map(({ title, source, count }) => [title, source, count]);
    expect(kept.sort()).toEqual(metrics.map((metric) => [`Mend ${metric}`, 'model', 1]).sort());
    expect(cycles.api.asked).toHaveLength(1);
  },
  {
    settings: async () => ({ ...(await cycles.settings()), ARCHITECT_IMPROVEMENT_INTERVAL_SECONDS: '86400' }),
  },
);

const judges = thinker();
testBeside(
  'a gate that a model judges is judged once',
  async (dashboard) => {
    const dir = join(dashboard.dir, 'work');
    mkdirSync(dir);
    execFileSync('git', ['-C', dir, 'init', '--quiet']);
    await dashboard.shell('worker');
    const gates = [{ type: 'judgement', question: 'Is it done?' }];
    const task = {
      key: 'a',
      prompt: `echo done > ${dir}/file`,
      target_session: 'worker',
      gates,
      max_retries: 0,
    };
    const body = { name: 'p', working_dir: dir, phases: [{ name: 'only', tasks: [task] }] };
    const { id } = (await dashboard.call('/api/plans', { body })).body;
    await asked(judges);
    await sleep(dashboard);
    judges.answer(JSON.stringify({ verdict: 'passed', evidence: 'file is there' }));
    const plan = async () => (await dashboard.call(`/api/plans/${id}`)).body;
    const ended = await until(plan, ({ status }) => status !== 'running', 'the plan has ended', 60_000);
    expect(ended).toMatchObject({ status: 'completed' });
    expect(judges.api.asked).toHaveLength(1);
  },
  { settings: judges.settings },
);

const drafters = thinker();
testBeside(
  'a plan that a model drafts is drafted, by one request',
  async (dashboard) => {
    const { body } = await dashboard.call('/api/plans/draft', { body: { goal: 'write a file' } });
    await asked(drafters);
    await sleep(dashboard);
    const tasks = [{ key: 'a', prompt: 'write it', gates: [{ type: 'approval' }] }];
    drafters.answer(JSON.stringify({ name: 'drafted', phases: [{ name: 'only', tasks }] }));
    const draft = async () => (await dashboard.call(`/api/plans/drafts/${body.id}`)).body;
    const ended = await until(draft, ({ state }) => state !== 'drafting', 'the draft has ended', 60_000);
    expect(ended).toMatchObject({ state: 'drafted' });
    expect(drafters.api.asked).toHaveLength(1);
  },
  { settings: drafters.settings },
);
