/** An improvement cycle in which nothing is new. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { improvementActivities } from '../../activities/improvements';
import { openStore } from '../../store';
import { silentLog } from '../../telemetry/log';
import { fillPrompts, openRecord } from '../lib/record';
import type { Group } from '../lib/report';
import { median, ms, percentile } from '../lib/statistics';

const PROMPTS = 10_000;
const GOAL_MS = 100;

export async function improvements(samples: number): Promise<Group> {
  const dataDir = mkdtempSync(join(tmpdir(), 'architect-bench-improvements-'));
  const store = openStore({ dataDir });
  try {
    const db = openRecord(dataDir);
    fillPrompts(db, { count: PROMPTS, stage: 'completed' });
    db.close();
    let asked = 0;
    const steps = improvementActivities({
      ...{ store, log: silentLog, engine: { startPrompt: async () => true } },
      improvements: { autoConfidence: 1, dailyLimit: 0, measureAfterMs: 24 * 3_600_000 },
      // Whether one would be asked is known before.
      models: {
        ask: () => Promise.reject(new Error('no model is asked here')),
        ...{ providers: () => [], reset: () => undefined, missing: () => null },
      },
    });
    const tookMs: number[] = [];
    for (let cycle = -2; cycle < samples; cycle += 1) {
      const cycleKey = `cycle-${cycle}`;
      const startMs = performance.now();
      const { mayAsk, ...seen } = await steps.observeImprovements({ cycleKey });
      // The first one finds what this store looks like.
      if (mayAsk && cycle >= 0) asked += 1;
      await steps.queueImprovements({ cycleKey, result: { ...seen, model: mayAsk ? 'asked' : 'unchanged' } });
      if (cycle >= 0) tookMs.push(performance.now() - startMs);
    }
    const half = median(tookMs);
    return {
      title: 'An improvement cycle with nothing new',
      note: `${PROMPTS.toLocaleString('en')} prompts of the last day; ${samples} cycles, what they read and write, without the workflow around them.`,
      rows: [
        {
          what: 'a cycle',
          limit: '',
          ours: `${ms(half)} (p99 ${ms(percentile(tookMs, 0.99))})`,
          goal: `< ${GOAL_MS} ms`,
          met: half < GOAL_MS,
        },
        { what: 'questions to a model', limit: '', ours: String(asked), goal: 'none', met: asked === 0 },
      ],
    };
  } finally {
    store.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
