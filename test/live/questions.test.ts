/** Questions of real agents, answered from the inbox: an answer counts when the question is gone and the agent has it. */
import { until } from '../support/dashboard';
import { ask, type AskedQuestion, run, say, type Step, use } from './model/steps';
import { claudeByHand } from './support/by-hand';
import { type Lab, startLab } from './support/lab';

const DATABASE: AskedQuestion = {
  ...{ question: 'Which database should I use?', header: 'Database' },
  options: ['SQLite', 'PostgreSQL'],
};
const TESTS: AskedQuestion = {
  ...{ question: 'Which kind of tests?', header: 'Tests' },
  options: ['Unit', 'End to end', 'None'],
};
const PLATFORMS: AskedQuestion = {
  ...{ question: 'Which platforms must it run on?', header: 'Platforms', multiple: true },
  options: ['Linux', 'macOS', 'Windows'],
};

let lab: Lab;
let count = 0;
beforeAll(async () => {
  lab = await startLab();
  await lab.agent('claude', 'claude');
  await lab.agent('codex', 'codex');
  // Codex asks in its plan mode only.
  await lab.type('codex', '/plan');
  await until(
    () => lab.screen('codex'),
    (screen) => screen.includes('/plan'),
    'the command stands there',
  );
  await lab.keys('codex', 'Enter');
  await until(
    () => lab.screen('codex'),
    (screen) => screen.includes('Plan mode'),
    'Codex plans',
  );
}, 180_000);
afterAll(() => lab.close());

const call: Lab['dashboard']['call'] = (path, options) => lab.dashboard.call(path, options);
const answer = (id: number, body: Record<string, unknown>) => call(`/api/confirmations/${id}`, { body });

/** Has the agent do `step`; gives the prompt and the confirmation of its dialog. */
async function asked(session: string, step: Step): Promise<{ prompt: number; held: any }> {
  count += 1;
  const what = `${session}, question ${count}`;
  lab.model.book.when(what, step, say('Done.'));
  const prompt = await lab.send(session, what);
  const held = await until(
    async () => (await all(prompt)).at(-1),
    // Codex's questions are in its transcript, which may come after the screen.
    (one) =>
      one?.status === 'pending' &&
      (one.questions !== null || (session !== 'codex' && !one.dialog.title.includes('☐'))),
    `the dialog of prompt ${prompt}`,
  );
  return { prompt, held };
}

/** Every confirmation of the prompt, oldest first. */
async function all(prompt: number): Promise<any[]> {
  const { body } = await call('/api/confirmations?limit=100');
  return body.items.filter((one: any) => one.prompt_id === prompt).reverse();
}

/** Answers it with `body`, and gives what the record has of it and of the prompt then. */
async function answered(session: string, step: Step, body: Record<string, unknown>): Promise<any> {
  const { prompt, held } = await asked(session, step);
  const { status, body: kept } = await answer(held.id, body);
  expect([status, kept.error ?? null]).toEqual([200, null]);
  const settled = await lab.dashboard.settled(prompt);
  expect(await all(prompt)).toHaveLength(1);
  return { kept, settled, screen: await lab.screen(session) };
}

describe('Claude', () => {
  test('gets words of a person’s own, typed into the field and sent', async () => {
    const text = 'DuckDB; "31" tables, don’t ask';
    const { kept, settled, screen } = await answered('claude', ask(DATABASE), { decision: 'answer', text });
    expect(kept).toMatchObject({ status: 'approved', decided_by: 'person' });
    expect(kept.answer).toEqual({
      dismissed: false,
      answers: [{ question: DATABASE.question, options: [], text }],
    });
    expect(screen).toContain(`Which database should I use? → ${text}`);
    expect(settled).toMatchObject({ status: 'completed', response: 'Done.' });
    const reasons = settled.history.map(({ reason }: any) => reason);
    expect(reasons).toContain(`answered by api-token in the inbox: ${text}`);
  });

  test('gets several lines, and an option by its number', async () => {
    const lines = await answered('claude', ask(DATABASE), { decision: 'answer', text: 'first\nsecond' });
    expect(lines.screen).toMatch(/→ first\s+second/);
    const option = await answered('claude', ask(DATABASE), { decision: 'answer', option: 2 });
    expect(option.kept.answer.answers[0].options).toEqual(['PostgreSQL']);
    expect(option.screen).toContain('→ PostgreSQL');
  });

  test('has one confirmation however the mark moves, and what a person writes there is left alone', async () => {
    const { prompt, held } = await asked('claude', ask(DATABASE));
    await lab.press('claude', ['3'], async () => (await lab.screen('claude')).includes('❯ 3.'));
    await lab.type('claude', 'by hand');
    await until(
      () => lab.screen('claude'),
      (screen) => screen.includes('3. by hand'),
      'the words',
    );
    for (const body of [
      { decision: 'answer', option: 1 },
      { decision: 'answer', text: 'from the inbox' },
      { decision: 'deny' },
    ]) {
      const refused = await answer(held.id, body);
      expect([refused.status, refused.body.error.message]).toEqual([
        409,
        expect.stringContaining('somebody has written "by hand" into its field'),
      ]);
    }
    expect(await lab.screen('claude')).toContain('❯ 3. by hand');
    await lab.keys('claude', 'C-u');
    await until(
      () => lab.screen('claude'),
      (screen) => screen.includes('Type something'),
      'it is empty',
    );
    expect((await answer(held.id, { decision: 'answer', option: 1 })).body).toMatchObject({
      status: 'approved',
    });
    await lab.dashboard.settled(prompt);
    expect(await lab.screen('claude')).toContain('→ SQLite');
    expect(await all(prompt)).toHaveLength(1);
  });

  test('the field alone is no answer, and what does not fit is refused before anything is pressed', async () => {
    const { prompt, held } = await asked('claude', ask(DATABASE));
    const faults = [
      [{ option: 3 }, 'text'],
      [{ option: 9 }, 'option'],
      [{ options: [1, 2] }, 'options'],
      [{}, 'option'],
      [{ answers: [{ option: 1 }, { option: 2 }] }, 'answers'],
      [{ answers: [{ option: 7 }] }, 'answers.0.option'],
    ] as const;
    for (const [body, field] of faults) {
      const refused = await answer(held.id, { decision: 'answer', ...body });
      expect([refused.status, refused.body.error.details[0].field]).toEqual([400, field]);
    }
    expect(await lab.screen('claude')).toContain('❯ 1. SQLite');
    await answer(held.id, { decision: 'answer', option: 1 });
    await lab.dashboard.settled(prompt);
  });

  test('gets a form of several questions, each answered in its way', async () => {
    const answers = [{ option: 2 }, { text: 'By hand, on paper' }, { options: [1, 3] }];
    const { kept, screen } = await answered('claude', ask(DATABASE, TESTS, PLATFORMS), {
      ...{ decision: 'answer', answers },
    });
    expect(kept.questions.map(({ question, multiple }: any) => [question, multiple])).toEqual([
      [DATABASE.question, false],
      [TESTS.question, false],
      [PLATFORMS.question, true],
    ]);
    expect(kept.answer.answers.map(({ options, text }: any) => [options, text])).toEqual([
      [['PostgreSQL'], null],
      [[], 'By hand, on paper'],
      [['Linux', 'Windows'], null],
    ]);
    expect(screen).toContain('Which database should I use? → PostgreSQL');
    expect(screen).toContain('Which kind of tests? → By hand, on paper');
    expect(screen).toContain('Which platforms must it run on? → Linux, Windows');
  });

  test('gets a form that a person began to fill in by hand, as the inbox says', async () => {
    const { prompt, held } = await asked('claude', ask(DATABASE, PLATFORMS, TESTS));
    await lab.press('claude', ['1'], async () => (await lab.screen('claude')).includes('1. [ ] Linux'));
    await lab.keys('claude', '2');
    await until(
      () => lab.screen('claude'),
      (screen) => screen.includes('[✔] macOS'),
      'it is ticked',
    );
    const answers = [{ option: 2 }, { options: [3], text: 'BSD' }, { option: 3 }];
    expect((await answer(held.id, { decision: 'answer', answers })).status).toBe(200);
    await lab.dashboard.settled(prompt);
    const screen = await lab.screen('claude');
    expect(screen).toContain('Which database should I use? → PostgreSQL');
    expect(screen).toContain('Which platforms must it run on? → Windows, BSD');
    expect(screen).toContain('Which kind of tests? → None');
    expect(await all(prompt)).toHaveLength(1);
  });

  test('gets several ticks with words, and options with pictures', async () => {
    const several = await answered('claude', ask(PLATFORMS), {
      ...{ decision: 'answer', options: [2], text: 'Plan 9' },
    });
    expect(several.screen).toContain('Which platforms must it run on? → macOS, Plan 9');
    const pictures = await answered('claude', ask({ ...DATABASE, pictures: true }), {
      ...{ decision: 'answer', option: 2 },
    });
    expect(pictures.screen).toContain('→ PostgreSQL');
    // Where pictures stand there is no field.
    expect(pictures.kept.questions[0].text).toBe(false);
    const both = await answered('claude', ask({ ...DATABASE, pictures: true }, TESTS), {
      ...{ decision: 'answer', answers: [{ option: 1 }, { text: 'none' }] },
    });
    expect(both.kept.questions.map(({ text }: any) => text)).toEqual([false, true]);
    expect(both.screen).toMatch(/→ SQLite[\s\S]*→ none/);
  });

  test('that is made by hand, without hooks, gets a form all the same', async () => {
    await claudeByHand(lab, 'by-hand');
    const answers = [{ option: 1 }, { option: 3 }];
    const { screen } = await answered('by-hand', ask(DATABASE, TESTS), { decision: 'answer', answers });
    expect(screen).toContain('Which database should I use? → SQLite');
    expect(screen).toContain('Which kind of tests? → None');
  });
});

describe('a question that is dismissed', () => {
  test.each([
    ['alone', ask(DATABASE)],
    ['in a form', ask(DATABASE, PLATFORMS)],
  ])('%s ends as denied by a person in the inbox', async (_what, step) => {
    const { kept, settled, screen } = await answered('claude', step, { decision: 'deny' });
    expect(kept).toMatchObject({ status: 'denied', decided_by: 'person', answer: { dismissed: true } });
    expect(screen).toMatch(/Declined to answer/);
    expect(settled).toMatchObject({
      result: 'refused',
      error: expect.stringContaining('denied by api-token in the inbox: it was closed without an answer'),
    });
  });
});

describe('No', () => {
  test('chosen by its number is a denial, with its words', async () => {
    const { kept, settled } = await answered('claude', run('rm -rf /tmp/nothing-of-worth'), {
      ...{ decision: 'approve', option: 4 },
    });
    expect(kept).toMatchObject({ status: 'denied', decided_by: 'person' });
    expect(settled.result).toBe('refused');
    expect(settled.error).toMatch(/Bash command.*denied by api-token in the inbox: No$/);
  });

  test('to a plan is a denial', async () => {
    const plan = { command: 'claude --permission-mode plan' };
    await lab.agent('claude', 'planner', { change: (home) => ({ ...home, ...plan }) });
    const step = use({ use: 'plan', plan: '# Plan\n\n1. This\n2. That' });
    const { kept, settled } = await answered('planner', step, { decision: 'deny' });
    expect(kept).toMatchObject({ status: 'denied', kind: 'question', decided_by: 'person' });
    expect(settled.result).toBe('refused');
    expect(settled.error).toMatch(/denied by api-token in the inbox: No/);
  });

  test('said in the terminal is told as said there', async () => {
    const { prompt } = await asked('claude', run('rm -rf /tmp/nothing-of-worth'));
    await lab.answer('claude', 'Escape');
    const settled = await lab.dashboard.settled(prompt);
    expect(settled).toMatchObject({
      result: 'refused',
      error: expect.stringContaining('denied by a person in the terminal'),
    });
    expect((await all(prompt))[0]).toMatchObject({ status: 'denied', decided_by: 'terminal' });
  });
});

describe('Codex', () => {
  test('gets an option, words of a person’s own, and an option with words', async () => {
    const option = await answered('codex', ask(DATABASE), { decision: 'answer', option: 2 });
    expect(option.screen).toContain('answer: PostgreSQL');
    const own = await answered('codex', ask(DATABASE), { decision: 'answer', text: 'yes, DuckDB' });
    expect(own.screen).toMatch(/answer: None of the above\s+note: yes, DuckDB/);
    const both = await answered('codex', ask(DATABASE), {
      decision: 'answer',
      option: 1,
      text: 'in WAL mode',
    });
    expect(both.screen).toMatch(/answer: SQLite\s+note: in WAL mode/);
  });

  test('gets a form of several questions', async () => {
    const answers = [{ option: 2 }, { option: 3, text: 'later' }];
    const { kept, screen } = await answered('codex', ask(DATABASE, TESTS), { decision: 'answer', answers });
    expect(kept.answer.answers).toHaveLength(2);
    expect(screen).toMatch(/answer: PostgreSQL/);
    expect(screen).toMatch(/answer: None\s+note: later/);
  });

  test('has its question dismissed', async () => {
    const { kept, settled } = await answered('codex', ask(DATABASE), { decision: 'deny' });
    expect(kept).toMatchObject({ status: 'denied', answer: { dismissed: true } });
    expect(settled.error).toMatch(/denied by api-token in the inbox/);
  });
});
