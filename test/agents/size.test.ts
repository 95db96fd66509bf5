import { agentById, agents } from '../../agents/index';
import { tooSmall } from '../../agents/screen/size';
import type { AgentProgram } from '../../agents/types';
import { PROVIDERS } from '../../workflows/contracts/glossary';
import { recordings } from './recordings';

test.each(PROVIDERS)('a terminal of 10x2 is too small for %s, and the reason says what to do', (id) => {
  const agent = agentById(id) as AgentProgram;
  const verdict = tooSmall({ width: 10, height: 2 }, agent);
  expect(verdict).toMatchObject({ state: 'unknown', rule: `${id}.too-small`, evidence: '10x2' });
  expect(verdict?.reason).toMatch(/^the terminal is 10x2: too small to read\. Make it at least \d+x\d+$/);
  expect(tooSmall({ width: 80, height: 24 }, agent)).toBeUndefined();
});

test('no recorded screen is too small', () => {
  for (const { agent: id, name, frame } of recordings()) {
    const agent = agents.find((one) => one.id === id);
    expect([name, agent && tooSmall(frame, agent)]).toEqual([name, undefined]);
  }
});
