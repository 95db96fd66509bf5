/** What the breaker of a language model costs while it is closed, and what budgets cost the choice of prompts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { admit } from '../../models/breaker';
import { openStore, type Store } from '../../store';
import { openDatabase } from '../../store/db/open';
import type { Group, Row } from '../lib/report';
import { median, ms, percentile, timed } from '../lib/statistics';

const BREAKER_GOAL_MS = 1;
const TRIAL_MS = 100_000;
const ENTRIES = 10_000;
const BUDGETS = 10;

export async function models(rounds: number): Promise<Group> {
  const dir = mkdtempSync(join(tmpdir(), 'architect-bench-models-'));
  const store = openStore({ dataDir: dir });
  ready(store);
  try {
    const breaker = timed(rounds, () => {
      admit(store.models.breaker('anthropic'), Date.now(), TRIAL_MS);
    });
    const without = timed(rounds, () => void store.assign());
    fill(dir, store);
    const withBudgets = timed(
      rounds,
      () => void store.assign(),
      // They are summed anew after each write.
      (round) => store.accountLimits.note('a', `account-${round % BUDGETS}`),
    );
    return {
      title: 'Language models and budgets',
      note: `${rounds} rounds each; the ledger has ${ENTRIES} entries of the day, and there are ${BUDGETS} budgets.`,
      rows: [
        row('a closed breaker: read and asked', breaker, BREAKER_GOAL_MS),
        row('a choice of prompts with nothing to give, no budget', without),
        row('the same with budgets, summed anew', withBudgets),
      ],
    };
  } finally {
    store.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** One free session, for which nothing waits. */
function ready(store: Store): void {
  const now = new Date();
  store.sessions.observe({
    ...{ name: 'a', host: 'box', paneId: '%1', provider: 'claude', workingDir: '/tmp', attached: 0 },
    ...{ status: 'waiting_input', reason: 'ready', rule: 'claude.ready', evidence: '>' },
    ...{ readySince: now, activeAt: now },
  });
}

function fill(dir: string, store: Store): void {
  const db = openDatabase(join(dir, 'assigner', 'assigner.db'));
  const insert = db.prepare(`
    INSERT INTO spend (kind, provider, account, day, at, state, reserved_usd, reserved_tokens, cost_usd, tokens)
    VALUES ('turn', 'claude', ?, ?, ?, 'settled', 0.1, 100, 0.001, 100)`);
  const day = store.models.today();
  db.transaction(() => {
    for (let entry = 0; entry < ENTRIES; entry++)
      insert.run(`account-${entry % BUDGETS}`, day, `${day} 00:00:00.000`);
  })();
  db.close();
  for (let number = 0; number < BUDGETS; number++) {
    const about = { scope: 'account', subject: `account-${number}`, period: 'day' } as const;
    store.budgets.create({ name: `b${number}`, ...about, limit_usd: 1_000, limit_tokens: null }, 'bench');
  }
}

function row(what: string, samples: readonly number[], goalMs?: number): Row {
  const p99 = percentile(samples, 0.99);
  const ours = `${ms(median(samples))} (p99 ${ms(p99)})`;
  return goalMs === undefined
    ? { what, limit: '', ours, goal: '' }
    : { what, limit: '', ours, goal: `p99 < ${goalMs} ms`, met: p99 < goalMs };
}
