import { agentById, agents, detectProvider } from '../../agents/index';

test.each([
  ['bash', '', 'shell'],
  ['-zsh', 'host', 'shell'],
  ['dash', '✳ Claude Code', 'shell'],
  ['claude', 'Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA', 'claude'],
  ['node', '✳ Claude Code', 'claude'],
  ['node', '◐ fixing the tests', 'claude'],
  ['codex', 'app', 'codex'],
  ['node', '[ ! ] Action Required | app', 'codex'],
  ['node', 'app', undefined],
  ['vim', 'notes.txt', undefined],
  ['node', '✦  Working… (app)   ', 'gemini'],
  ['node', '◇  Ready (app)   ', 'gemini'],
  ['node', '✋  Action Required (app)   ', 'gemini'],
  ['zsh', '◇  Ready (app)', 'shell'],
  ['aider', 'host', 'aider'],
  ['python3', 'host', undefined],
])('a pane with %s in the foreground and title "%s" runs %s', (command, title, provider) => {
  expect(detectProvider({ command, title })).toBe(provider);
});

test('every agent is found by its id, and nothing else is', () => {
  for (const agent of agents) expect(agentById(agent.id)).toBe(agent);
  expect(agentById('ed')).toBeUndefined();
});
