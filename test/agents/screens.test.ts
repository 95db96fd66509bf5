import { agentById, agents } from '../../agents/index';
import { shell } from '../../agents/shell';
import type { SessionReading } from '../../agents/types';
import { recordings } from './recordings';

const cases = recordings();

test.each([
  ['claude', 95],
  ['codex', 105],
  ['gemini', 50],
  ['aider', 40],
])('there are recordings of %s in all its states', (agent, count) => {
  const own = cases.filter((one) => one.agent === agent);
  expect(own.length).toBeGreaterThan(count);
  const states = new Set(own.map(({ expected }) => expected.state));
  expect([...states]).toEqual(
    expect.arrayContaining(['starting', 'waiting_input', 'busy', 'needs_confirmation', 'exited', 'unknown']),
  );
});

test.each(cases.map((one) => [`${one.agent} ${one.name}`, one] as const))(
  '%s is recognised as what a person sees',
  (_title, { agent, frame, expected }) => {
    const verdict = agentById(agent)?.classify(frame) as SessionReading;
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
  // Half of Claude's box is the prompt of some shells; the next look tells them apart.
  const agentsOnly = cases.filter(
    ({ expected, name }) => expected.state !== 'exited' && !name.includes('half-drawn'),
  );
  for (const { name, frame } of agentsOnly) {
    expect([name, shell.classify({ ...frame, command: 'bash' }).state]).not.toEqual([name, 'waiting_input']);
    expect(shell.classify(frame).state).toBe('busy');
  }
});

test('a screen of one agent is never ready for another', () => {
  for (const { agent, name, frame } of cases) {
    for (const other of agents.filter(({ id }) => id !== agent && id !== 'shell')) {
      expect([name, other.id, other.classify(frame).state]).not.toEqual([name, other.id, 'waiting_input']);
    }
  }
});
