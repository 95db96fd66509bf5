/** Lists of ten thousand features, each way people look at them, in turns with a Koa server that does next to nothing. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../store/db/open';
import { type Dashboard, startDashboard } from '../../test/support/dashboard';
import type { Group, Row } from '../lib/report';
import { median, ms, percentile } from '../lib/statistics';

const FEATURES = 10_000;
const PROJECTS = 20;
const TAIL_GOAL_MS = 20;

const LISTS = {
  'page of 50': '/api/features?limit=50',
  'page of 50 from the 5,000th on': '/api/features?limit=50&offset=5000',
  'by priority, 50 from the 5,000th on': '/api/features?sort=-priority,created_at&limit=50&offset=5000',
  'of a project, by title': '/api/features?project_id=7&sort=title&limit=50',
  'in progress, the newest first': '/api/features?status=in_progress&sort=-updated_at&limit=50',
  'with a word searched for': '/api/features?q=feature%204321&limit=50',
} as const;
/** Told beside the goal, which is about pages. */
const WHOLE = { 'search over everything': '/api/search?q=feature%204321' } as const;

export async function recordLists(samples: number): Promise<Group> {
  // The engine is away: it has no part in reading, and would want its share of the processor.
  const dashboard = await startDashboard({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
  const bare = spawn(process.execPath, [join(__dirname, '../lib/bare-koa.cjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    fill(join(dashboard.dir, 'data'));
    const [port] = (await once(bare.stdout, 'data')) as [Buffer];
    const bareUrl = `http://127.0.0.1:${String(port).trim()}/status`;
    const rows: Row[] = [];
    for (const [what, path] of Object.entries({ ...LISTS, ...WHOLE })) {
      const { ours, limit } = await timed(dashboard, path, bareUrl, samples);
      const p99 = percentile(ours, 0.99);
      const goal =
        what in LISTS ? { goal: `p99 < ${TAIL_GOAL_MS} ms`, met: p99 < TAIL_GOAL_MS } : { goal: '' };
      rows.push({ what, limit: both(limit), ours: both(ours), ...goal });
    }
    return {
      title: `Lists of ${FEATURES.toLocaleString('en')} features`,
      note: `Of ${PROJECTS} projects, each with a text of 400 characters; one request after the other, ${samples} of each, in turns with those to a bare Koa server: its tail is the machine's.`,
      rows,
    };
  } finally {
    bare.kill();
    await dashboard.close();
  }
}

const both = (samples: readonly number[]): string =>
  `${ms(median(samples))} (p99 ${ms(percentile(samples, 0.99))})`;

async function timed(
  { url, dir }: Dashboard,
  path: string,
  bareUrl: string,
  samples: number,
): Promise<{ ours: number[]; limit: number[] }> {
  const headers = { authorization: `Bearer ${readFileSync(join(dir, 'data/api-token'), 'utf8')}` };
  const ask = async (address: string): Promise<number> => {
    const startMs = performance.now();
    const response = await fetch(address, { headers });
    await response.text();
    if (!response.ok) throw new Error(`${address} was answered with ${response.status}.`);
    return performance.now() - startMs;
  };
  const ours: number[] = [];
  const limit: number[] = [];
  for (let round = -20; round < samples; round++) {
    const [first, second] = [await ask(url + path), await ask(bareUrl)];
    if (round < 0) continue;
    ours.push(first);
    limit.push(second);
  }
  return { ours, limit };
}

function fill(dataDir: string): void {
  const db = openDatabase(join(dataDir, 'architect.db'), { synchronous: 'NORMAL' });
  const project = db.prepare('INSERT INTO projects (name) VALUES (?)');
  const feature = db.prepare(`
    INSERT INTO features (project_id, title, description, status, priority) VALUES (?, ?, ?, ?, ?)`);
  const statuses = ['draft', 'in_progress', 'completed', 'blocked'];
  db.transaction(() => {
    for (let index = 0; index < PROJECTS; index++) project.run(`project ${index}`);
    for (let index = 0; index < FEATURES; index++) {
      const text = `What is wanted of it, in a few words. `.repeat(11).slice(0, 400);
      feature.run((index % PROJECTS) + 1, `feature ${index}`, text, statuses[index % 4], index % 100);
    }
  })();
  db.close();
}
