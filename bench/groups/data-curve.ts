/** From a day to a year of kept prompts: what the start, the pages' questions and the dispatch cost. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../store';
import { curveRows, type Point } from '../lib/curve';
import { fillPrompts, fillReceipts, openRecord } from '../lib/record';
import type { Group, Row } from '../lib/report';
import { megabytes, timed } from '../lib/statistics';

const DAYS = [1, 10, 90];
const MOST_DAYS = 365;
const PROMPTS_A_DAY = 500;
/** People wait for it. */
const GOAL_MS = 20;
const OPEN_GOAL_MS = 500;
const OPENINGS = 5;

const ASKED = ['list', 'search', 'status', 'receipt', 'choice'] as const;
type Asked = (typeof ASKED)[number] | 'open';

const WHAT: Readonly<Record<Asked, string>> = {
  open: 'opening the databases',
  list: 'list of the newest 50',
  search: 'list with a word searched for, that only an old one has',
  status: 'counts of the queue',
  receipt: 'receipt of an old prompt',
  choice: 'assign()',
};

export function dataCurve(full: boolean): Promise<Group> {
  const points: Partial<Record<Asked, Point[]>> = {};
  const sizes: Row[] = [];
  for (const days of full ? [...DAYS, MOST_DAYS] : DAYS) {
    const { bytes, samples } = measure(days, full ? 200 : 30);
    for (const name of ['open', ...ASKED] as const)
      (points[name] ??= []).push({ size: days, samples: samples[name] });
    sizes.push({ what: `on the disk, ${days} days`, limit: '', ours: megabytes(bytes), goal: '' });
  }
  return Promise.resolve({
    title: 'From a day of data to many',
    note:
      `${PROMPTS_A_DAY} prompts a day, each with its answer and the eight steps of its receipt; on a real file, after a write each, so that nothing is answered from memory. ` +
      'The search has to look through all of them.',
    rows: [
      ...curveRows(WHAT.open, 'days', points.open ?? [], OPEN_GOAL_MS),
      ...ASKED.flatMap((name) =>
        curveRows(WHAT[name], 'days', points[name] ?? [], name === 'search' ? undefined : GOAL_MS),
      ),
      ...sizes,
    ],
  });
}

interface Measured {
  readonly bytes: number;
  readonly samples: Readonly<Record<Asked, readonly number[]>>;
}

function measure(days: number, rounds: number): Measured {
  const dataDir = mkdtempSync(join(tmpdir(), 'architect-bench-'));
  try {
    openStore({ dataDir }).close();
    const db = openRecord(dataDir);
    fillPrompts(db, { count: days * PROMPTS_A_DAY, stage: 'completed', days });
    fillReceipts(db);
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    db.close();
    const open = timed(OPENINGS, () => openStore({ dataDir }).close());
    const store = openStore({ dataDir });
    const write = (): void => void store.queue.setPriority(2, 3, 'ann');
    const asked: Record<(typeof ASKED)[number], () => unknown> = {
      list: () => store.prompts.list({}, 'newest', 50, 0),
      search: () => store.prompts.list({ text: 'Prompt 1:' }, 'newest', 50, 0),
      status: () => store.prompts.counts(),
      receipt: () => store.prompts.history(1),
      choice: () => store.assign(),
    };
    const samples = Object.fromEntries(ASKED.map((name) => [name, timed(rounds, asked[name], write)]));
    store.close();
    const { size: bytes } = statSync(join(dataDir, 'assigner', 'assigner.db'));
    return { bytes, samples: { open, ...samples } as Measured['samples'] };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
