/** What a look at a screen costs: classifying the recorded screens of real agents. */
import { agentById } from '../../agents/index';
import type { AgentProgram, Frame } from '../../agents/types';
import { recordings } from '../../test/agents/recordings';
import type { Group } from '../lib/report';
import { median, ms, percentile } from '../lib/statistics';

const GOAL_MS = 1;
const ROUNDS = 60;

export async function classify(): Promise<Group> {
  const frames = new Map<string, Frame[]>();
  for (const { agent, frame } of recordings()) frames.set(agent, [...(frames.get(agent) ?? []), frame]);
  frames.set('shell', shellFrames());
  const rows = [...frames].map(([id, screens]) => {
    const agent = agentById(id);
    if (!agent) throw new Error(`There is no agent ${id}.`);
    const samples = timed(agent, screens);
    const p99 = percentile(samples, 0.99);
    return {
      what: `${id}: ${screens.length} screens`,
      limit: '',
      ours: `${ms(median(samples))} (p99 ${ms(p99)})`,
      goal: `p99 < ${GOAL_MS} ms`,
      met: p99 < GOAL_MS,
    };
  });
  return {
    title: 'Reading a screen',
    note: `One classification of one recorded screen, ${ROUNDS} rounds over all of them.`,
    rows,
  };
}

function timed(agent: AgentProgram, screens: readonly Frame[]): number[] {
  const samples: number[] = [];
  for (let round = -5; round < ROUNDS; round++) {
    for (const frame of screens) {
      const startMs = performance.now();
      agent.classify(frame);
      if (round >= 0) samples.push(performance.now() - startMs);
    }
  }
  return samples;
}

function shellFrames(): Frame[] {
  const height = 40;
  const frame = { width: 120, height, historySize: 500, title: 'box', command: 'bash', dead: false };
  const output = Array.from({ length: height - 1 }, (_, row) =>
    `total ${row} $ of 100% > some output`.repeat(3),
  );
  const last = ['$ ', '$ make test && git commit -m "a message"', '> ', ''];
  return last.map((line) => ({
    ...frame,
    lines: [...output, line],
    cursorX: line.length,
    cursorY: height - 1,
  }));
}
