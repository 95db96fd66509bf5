import { claude } from '../../activities/agents/claude';
import { codex } from '../../activities/agents/codex';
import { shell } from '../../activities/agents/shell';
import { recordings } from './recordings';

const cases = recordings();
const programOf = (agent: string) => (agent === 'claude' ? claude : codex);

test('there are recordings of both agents', () => {
  expect(cases.filter((one) => one.agent === 'claude').length).toBeGreaterThan(50);
  expect(cases.filter((one) => one.agent === 'codex').length).toBeGreaterThan(30);
});

test.each(cases.map((one) => [`${one.agent} ${one.name}`, one] as const))(
  '%s is recognised as what a person sees',
  (_title, { agent, frame, expected }) => {
    const verdict = programOf(agent).classify(frame);
    const { state, rule, draft } = verdict;
    const { body, ...dialog } = verdict.dialog ?? {};
    expect(body === undefined || body.length > 0).toBe(true);
    expect({ state, rule, draft, dialog: verdict.dialog && dialog }).toEqual({
      draft: undefined,
      dialog: undefined,
      ...expected,
    });
    expect(verdict.reason).not.toBe('');
    expect(verdict.evidence).not.toBe('');
  },
);

test('no recorded screen of an agent looks like a ready shell, whatever its foreground is called', () => {
  const agentsOnly = cases.filter(({ expected }) => expected.state !== 'exited');
  for (const { name, frame } of agentsOnly) {
    expect([name, shell.classify({ ...frame, command: 'bash' }).state]).not.toEqual([name, 'waiting_input']);
    expect(shell.classify(frame).state).toBe('busy');
  }
});

test('a screen of one agent is never ready for the other', () => {
  for (const { agent, name, frame } of cases) {
    const other = agent === 'claude' ? codex : claude;
    expect([name, other.classify(frame).state]).not.toEqual([name, 'waiting_input']);
  }
});
