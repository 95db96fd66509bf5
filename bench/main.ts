/** Runs the groups of benchmarks one after the other, prints what they find, writes docs/benchmarks.md. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { agents } from './groups/agents';
import { apiReads } from './groups/api-reads';
import { classify } from './groups/classify';
import { clientCurve } from './groups/client-curve';
import { dataCurve } from './groups/data-curve';
import { day } from './groups/day';
import { delivery } from './groups/delivery';
import { engineSettings } from './groups/engine';
import { historyCurve } from './groups/history-curve';
import { idle } from './groups/idle';
import { improvements } from './groups/improvements';
import { largeQueue } from './groups/large-queue';
import { manySessions } from './groups/many-sessions';
import { milestones } from './groups/milestones';
import { models } from './groups/models';
import { pages } from './groups/pages';
import { plans } from './groups/plans';
import { queueCurve } from './groups/queue-curve';
import { quietPlans } from './groups/quiet-plans';
import { recordLists } from './groups/record-lists';
import { serverMemory } from './groups/server-memory';
import { sessionCurve } from './groups/session-curve';
import { warmStart } from './groups/start';
import { stress } from './groups/stress';
import { tasks } from './groups/tasks';
import { recording } from './groups/recording';
import { tiles } from './groups/tiles';
import { watching } from './groups/watching';
import { documentText, type Finished, type Group, groupText, loadNow } from './lib/report';

const GROUPS: Record<string, (full: boolean) => Promise<Group>> = {
  delivery: (full) => delivery(full ? 200 : 50),
  agents: (full) => agents(full ? 60 : 20),
  sessions: (full) => manySessions(full ? 200 : 10),
  engine: (full) => engineSettings(full ? 1_000 : 200),
  queue: (full) => largeQueue(full ? 500 : 100),
  'queue-curve': (full) => queueCurve(full ? 200 : 30),
  'history-curve': historyCurve,
  'data-curve': dataCurve,
  reads: apiReads,
  'client-curve': clientCurve,
  plans: (full) => plans(full ? 500 : 100),
  improvements: (full) => improvements(full ? 1_000 : 200),
  record: (full) => recordLists(full ? 1_000 : 300),
  screens: classify,
  models: (full) => models(full ? 5_000 : 1_000),
  milestones,
  tasks: (full) => tasks(full ? 1_000 : 200),
  watching: (full) => watching(full ? 30_000 : 10_000),
  tiles: (full) => tiles(full ? 30_000 : 10_000),
  recording: (full) => recording(full ? 60_000 : 20_000),
  'session-curve': sessionCurve,
  memory: (full) => serverMemory(full ? 4_000 : 800),
  day: (full) => day(full ? 200 : 40),
  pages: (full) => pages(full ? 15 : 5),
  quiet: quietPlans,
  idle: () => idle(30_000),
  start: (full) => warmStart(full ? 10 : 4),
};

/** Takes minutes, and is no measurement of anything alone: run only by name. */
const BY_NAME: typeof GROUPS = {
  stress: (full) => stress(full ? 1_800_000 : 300_000),
};

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      full: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const unknown = positionals.filter((name) => !(name in GROUPS) && !(name in BY_NAME));
  if (unknown.length > 0) {
    process.stderr.write(
      `There is no group ${unknown.join(', ')}: npm run bench -- --help lists those there are.\n`,
    );
    return 1;
  }
  const finished: Finished[] = [];
  const groups = positionals.length === 0 ? GROUPS : { ...GROUPS, ...BY_NAME };
  for (const [name, group] of Object.entries(groups)) {
    if (positionals.length > 0 && !positionals.includes(name)) continue;
    const before = loadNow();
    const startMs = performance.now();
    const result = await group(values.full);
    const seconds = (performance.now() - startMs) / 1000;
    finished.push({ ...result, load: [before, loadNow()], seconds });
    process.stdout.write(`${groupText(finished.at(-1) as Finished)}\n`);
  }
  if (positionals.length === 0) {
    const tmux = execFileSync('tmux', ['-V'], { encoding: 'utf8' }).trim();
    writeFileSync(join(__dirname, '..', 'docs', 'benchmarks.md'), documentText(finished, tmux));
  }
  return finished.every(({ rows }) => rows.every(({ met }) => met !== false)) ? 0 : 1;
}

void main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
