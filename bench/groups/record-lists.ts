/** Lists of ten thousand features, each way people look at them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../store/open';
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
  try {
    fill(join(dashboard.dir, 'data'));
    const rows: Row[] = [];
    for (const [what, path] of Object.entries({ ...LISTS, ...WHOLE })) {
      const times = await timed(dashboard, path, samples);
      const p99 = percentile(times, 0.99);
      const goal =
        what in LISTS ? { goal: `p99 < ${TAIL_GOAL_MS} ms`, met: p99 < TAIL_GOAL_MS } : { goal: '' };
      rows.push({ what, limit: '', ours: `${ms(median(times))} (p99 ${ms(p99)})`, ...goal });
    }
    return {
      title: `Lists of ${FEATURES.toLocaleString('en')} features`,
      note: `Of ${PROJECTS} projects, each with a text of 400 characters; one request after the other, ${samples} of each.`,
      rows,
    };
  } finally {
    await dashboard.close();
  }
}

async function timed({ url, dir }: Dashboard, path: string, samples: number): Promise<number[]> {
  const headers = { authorization: `Bearer ${readFileSync(join(dir, 'data/api-token'), 'utf8')}` };
  const times: number[] = [];
  for (let round = -20; round < samples; round++) {
    const startMs = performance.now();
    const response = await fetch(url + path, { headers });
    await response.text();
    if (!response.ok) throw new Error(`${path} was answered with ${response.status}.`);
    if (round >= 0) times.push(performance.now() - startMs);
  }
  return times;
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
