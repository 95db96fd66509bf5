/** An agent that an agent's tool runs is a part of the outer turn: its answer is nobody's, and its end no end. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hookPlaces } from '../../agents/hooks/report-script';
import { type Gate, gate, run, say, type Step, use } from './model/steps';
import { TRUSTED, writeCodexHooks } from './support/by-hand';
import type { AgentHome } from './support/homes';
import { type Lab, startLab } from './support/lab';

/** So long is nothing to happen: transcripts are looked for anew every 5 s, and an agent that was quicker went unnoticed. */
const LINGER_MS = 6_000;

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  await lab.agent('claude', 'c', { change: mayRun });
  await lab.agent('codex', 'x', { change: unguarded });
}, 120_000);
afterAll(() => lab.close());

/** With the hooks in its own settings, as `architect hooks install` leaves them: what its tools run has them too. */
function mayRun(home: AgentHome): AgentHome {
  const dir = join(home.env['HOME'] as string, '.claude');
  mkdirSync(dir, { recursive: true });
  const { hooks } = JSON.parse(
    readFileSync(hookPlaces(join(lab.dashboard.dir, 'data')).claudeSettings, 'utf8'),
  );
  writeFileSync(join(dir, 'settings.json'), JSON.stringify({ permissions: { allow: ['Bash'] }, hooks }));
  return { ...home, command: `${home.command} --settings '{}'` };
}

/** The same for Codex, without its sandbox: what it runs has to reach the model. */
function unguarded(home: AgentHome): AgentHome {
  const dir = join(home.env['HOME'] as string, '.codex');
  const file = join(dir, 'config.toml');
  const config = readFileSync(file, 'utf8')
    .replace('"on-request"', '"never"')
    .replace('"workspace-write"', '"danger-full-access"');
  writeFileSync(file, config);
  writeCodexHooks(lab, dir);
  return { ...home, command: `${home.command} ${TRUSTED}` };
}

/** A command that Codex doesn't ask about: the model of the tests has it ask for what is to leave the sandbox. */
const atOnce = (command: string): Step => use({ use: 'read', path: `/dev/null; ${command}` });

async function staysAtWork(id: number): Promise<void> {
  const ended = lab.dashboard.promptWhere(id, ({ status }) => status !== 'in_progress', LINGER_MS);
  await expect(ended).rejects.toThrow('did not become as expected');
}

/** Nothing ends while `inner` is at work, and for a while after its end; then the outer answer is the answer. */
async function outlives(session: string, text: string, inner: readonly Gate[], outer: Gate): Promise<void> {
  const id = await lab.send(session, text);
  const settled = lab.dashboard.settled(id, 60_000).then(async (prompt) => {
    throw new Error(
      `ended before the inner agent was at work: ${JSON.stringify(prompt)}\n${await lab.screen(session)}`,
    );
  });
  settled.catch(() => undefined);
  await Promise.race([Promise.all(inner.map(({ reached }) => reached)), settled]);
  await staysAtWork(id);
  for (const one of inner) one.open();
  await outer.reached;
  await staysAtWork(id);
  outer.open();
  expect(await lab.dashboard.settled(id)).toMatchObject({ status: 'completed', response: `${text}: done.` });
  expect(lab.model.deliveries(text)).toBe(1);
}

test.each([
  ['one', 1],
  ['three at once', 3],
])('Claude that runs Claude, %s, goes on until its own end', async (_what, count) => {
  const text = `outer of ${count}`;
  const inner = Array.from({ length: count }, () => gate());
  inner.forEach((at, number) => lab.model.book.when(`inner ${count}.${number}`, say(`Inner ${number}.`, at)));
  const outer = gate();
  const calls = inner.map((_, number) => `claude -p "inner ${count}.${number}"`);
  lab.model.book.when(text, run(`${calls.join(' & ')} & wait`), say(`${text}: done.`, outer));
  await outlives('c', text, inner, outer);
});

test('Codex that runs Codex goes on until its own end', async () => {
  const [inner, outer] = [gate(), gate()];
  lab.model.book.when('inner of codex', say('Inner.', inner));
  const program = `PATH='${lab.path}' codex exec ${TRUSTED} --skip-git-repo-check "inner of codex" < /dev/null`;
  lab.model.book.when('outer of codex', atOnce(program), say('outer of codex: done.', outer));
  await outlives('x', 'outer of codex', [inner], outer);
});

test('Claude that runs Codex, and Codex that runs Claude, go on until their own end', async () => {
  const home = (name: string): string => join(lab.dashboard.dir, 'homes', name);
  const [inner1, outer1, inner2, outer2] = [gate(), gate(), gate(), gate()];
  lab.model.book.when('codex in claude', say('Inner.', inner1));
  const codex = `HOME='${home('x')}' OPENAI_API_KEY=sk-test-0000 codex exec ${TRUSTED} --skip-git-repo-check "codex in claude" < /dev/null`;
  lab.model.book.when('claude runs codex', run(codex), say('claude runs codex: done.', outer1));
  lab.model.book.when('claude in codex', say('Inner.', inner2));
  const env = Object.entries(claudeEnvironment()).map(([name, value]) => `${name}='${value}'`);
  const claude = `PATH='${lab.path}' HOME='${home('c')}' ${env.join(' ')} claude -p "claude in codex"`;
  lab.model.book.when('codex runs claude', atOnce(claude), say('codex runs claude: done.', outer2));
  await Promise.all([
    outlives('c', 'claude runs codex', [inner1], outer1),
    outlives('x', 'codex runs claude', [inner2], outer2),
  ]);
});

function claudeEnvironment(): Record<string, string> {
  return { ANTHROPIC_API_KEY: `sk-ant-api03-${'0'.repeat(40)}`, ANTHROPIC_BASE_URL: lab.model.url };
}
