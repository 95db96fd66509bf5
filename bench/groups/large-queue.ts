/** The choice of a prompt for a free session, with ten and with ten thousand waiting. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../store';
import { fillPrompts, openRecord } from '../lib/record';
import type { Group, Row } from '../lib/report';
import { median, ms, percentile, timed, times } from '../lib/statistics';

const MANY = 10_000;
const FEW = 10;
const GOAL_MS = 5;
const FREE_SESSIONS = [0, 1, 20];

export async function largeQueue(samples: number): Promise<Group> {
  const rows: Row[] = [];
  for (const free of FREE_SESSIONS) {
    const few = measure(FEW + free, free, samples);
    const many = measure(MANY, free, samples);
    const sessions = free === 1 ? '1 free session' : `${free || 'no'} free sessions`;
    rows.push({
      what: `assign(), ${sessions}`,
      limit: `${ms(median(few))} with ${FEW + free} waiting`,
      ours: `${ms(median(many))} (p99 ${ms(percentile(many, 0.99))})`,
      ratio: times(median(many) / median(few)),
      goal: free === 20 ? '' : `< ${GOAL_MS} ms`,
      ...(free === 20 ? {} : { met: median(many) < GOAL_MS }),
    });
  }
  return {
    title: `Choosing among ${MANY.toLocaleString('en')} waiting prompts`,
    note:
      `On a real file, each call one transaction that is on the disk when it returns (synchronous=FULL); ${samples} calls. ` +
      'One prompt in ten names a session that is not there. With 20 free sessions one call gives out 20 prompts.',
    rows,
  };
}

function measure(waiting: number, free: number, samples: number): readonly number[] {
  const dataDir = mkdtempSync(join(tmpdir(), 'architect-bench-'));
  const store = openStore({ dataDir });
  const db = openRecord(dataDir);
  try {
    fillPrompts(db, { count: waiting, stage: 'queued', targetedEvery: 10 });
    for (let index = 0; index < free; index++) observe(store, index);
    const undo = db.transaction(() => {
      db.exec(`DELETE FROM leases; UPDATE sessions SET current_task_id = NULL;
        UPDATE prompts SET stage = 'queued', status = 'pending', assigned_session = NULL WHERE stage = 'leased'`);
    });
    const assign = (): void => {
      const grants = store.assign();
      if (grants.length !== free) throw new Error(`${grants.length} of ${free} sessions were given out.`);
    };
    return timed(samples, assign, undo);
  } finally {
    db.close();
    store.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function observe(store: ReturnType<typeof openStore>, index: number): void {
  store.sessions.observe({
    name: `worker${index}`,
    host: 'box',
    paneId: `%${index}`,
    provider: index % 2 === 0 ? 'claude' : 'codex',
    workingDir: '/',
    attached: 0,
    status: 'waiting_input',
    reason: 'ready',
    rule: 'bench',
    evidence: '',
    readySince: new Date(),
    activeAt: new Date(),
  });
}
