/** Texts that the agents' input boxes take for something else, and that arrive all the same. */
import { execFileSync } from 'node:child_process';
import { answerTo } from './model/book';
import { type Lab, type LiveAgent, startLab } from './support/lab';

const TEXTS: Record<string, string> = {
  'that starts with /': '/unknown command that is none',
  'that starts with / in 2 lines': '/unknown first\nand second',
  'that starts with / in 6 lines': '/unknown\n1\n2\n3\n4\n5',
  'that starts with !': '!important: say hello',
  'that starts with ! in 2 lines': '!important\nsay hello',
  'that starts with ! in 6 lines': '!important\n1\n2\n3\n4\n5',
  'that starts with ! and is long': `!${'important '.repeat(200)}.`,
  'that starts with / and is long': `/unknown ${'words '.repeat(400)}.`,
  'that ends with a backslash': 'the path C:\\',
  'that ends with @ and a word': 'ask @package',
  'that ends with $ and a word': 'see $skill',
  'with tabs': 'if x:\n\treturn\t1',
  'with tabs in 40 lines': 'for a in b:\n\tc\n'.repeat(20).trimEnd(),
};

const STALL_MS = 60;
const AWAKE_MS = 20;

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  for (const agent of ['claude', 'codex'] as const) await lab.agent(agent, agent);
}, 120_000);
afterAll(() => lab.close());

/** The nearest that Claude Code lets through: what looks like one of its commands gets a blank in front, a tab becomes four. */
function nearest(text: string): string {
  const collapsed = text.length > 800 || text.split('\n').length > 3;
  return (collapsed ? text : text.replace(/^(?=\/\w+\s)/, ' ')).replaceAll('\t', '    ');
}

describe.each<LiveAgent>(['claude', 'codex'])('%s gets a text', (agent) => {
  test.each(Object.entries(TEXTS))('%s', async (_what, text) => {
    const before = lab.model.prompts().length;
    const { status, reason } = await lab.ask(agent, text);
    const arrived = lab.model.prompts().slice(before);
    // In one, so that a text that did not arrive is told with the reason and what stands on the screen.
    const fault = status === 'completed' ? '' : `${status}: ${reason}\n${await lab.screen(agent)}`;
    expect({ arrived, fault }).toEqual({ arrived: [agent === 'claude' ? nearest(text) : text], fault: '' });
  });
});

test('codex that comes to read late gets a long text that starts with !, once', async () => {
  const launcher = await lab.dashboard.tmux.command('display-message', '-p', '-t', '=codex:', '#{pane_pid}');
  const [program] = execFileSync('pgrep', ['-P', launcher.trim()], { encoding: 'utf8' })
    .split('\n')
    .map(Number);
  if (!program) throw new Error('Codex was not found below its launcher');
  // It loses a paste that it reads together with the one before.
  const stall = setInterval(() => {
    process.kill(program, 'SIGSTOP');
    setTimeout(() => process.kill(program, 'SIGCONT'), STALL_MS);
  }, STALL_MS + AWAKE_MS);
  const text = `!${'late '.repeat(400)}.`;
  try {
    expect(await lab.ask('codex', text)).toMatchObject({ status: 'completed', response: answerTo(text) });
  } finally {
    clearInterval(stall);
    process.kill(program, 'SIGCONT');
  }
  expect(lab.model.deliveries(text)).toBe(1);
});
