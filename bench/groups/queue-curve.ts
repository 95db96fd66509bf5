/** From ten to a hundred thousand waiting prompts: what the choice, a page of the list and a scrape cost. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../store';
import { createMetrics } from '../../telemetry/metrics';
import { curveRows, type Point } from '../lib/curve';
import { fillPrompts, openRecord } from '../lib/record';
import type { Group } from '../lib/report';
import { timed } from '../lib/statistics';

const SIZES = [10, 100, 1_000, 10_000, 100_000];
/** People wait for it: more than this is no longer at once. */
const GOAL_MS = 20;

export async function queueCurve(samples: number): Promise<Group> {
  const points: Record<'choice' | 'list' | 'scrape', Point[]> = { choice: [], list: [], scrape: [] };
  for (const size of SIZES) {
    const { choice, list, scrape } = await measure(size, samples);
    points.choice.push({ size, samples: choice });
    points.list.push({ size, samples: list });
    points.scrape.push({ size, samples: scrape });
  }
  return {
    title: 'From ten to a hundred thousand waiting prompts',
    note:
      `On a real file; ${samples} calls each, after a write, so that nothing is answered from memory. ` +
      'The choice finds no free session; a scrape is all that GET /metrics says of the store and of this process.',
    rows: [
      ...curveRows('assign()', 'waiting', points.choice, GOAL_MS),
      ...curveRows('list of the newest 50', 'waiting', points.list, GOAL_MS),
      ...curveRows('scrape', 'waiting', points.scrape, GOAL_MS * 2),
    ],
  };
}

async function measure(
  waiting: number,
  samples: number,
): Promise<Record<'choice' | 'list' | 'scrape', number[]>> {
  const dataDir = mkdtempSync(join(tmpdir(), 'architect-bench-'));
  const store = openStore({ dataDir });
  const db = openRecord(dataDir);
  try {
    fillPrompts(db, { count: waiting, stage: 'queued', targetedEvery: 10 });
    const write = (): void => void store.queue.setPriority(1, 3, 'ann');
    const metrics = createMetrics({
      version: '0',
      source: {
        ...store.telemetry,
        parts: () => ({ engine: true, store: true, worker: true, tmux: true }),
        workers: () => 2,
        findings: () => [],
        hosts: () => [],
        breakers: () => [],
        budgets: store.budgets.list,
      },
    });
    const scrape: number[] = [];
    await metrics.text();
    for (let round = 0; round < samples; round += 1) {
      write();
      const startMs = performance.now();
      await metrics.text();
      scrape.push(performance.now() - startMs);
    }
    return {
      choice: [...timed(samples, () => store.assign(), write)],
      list: [...timed(samples, () => store.prompts.list({}, 'newest', 50, 0), write)],
      scrape,
    };
  } finally {
    db.close();
    store.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
