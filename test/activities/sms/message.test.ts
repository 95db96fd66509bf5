/** The hourly message, byte for byte in the form of the original. */
import { rmSync } from 'node:fs';
import { smsMessage } from '../../../activities/sms/message';
import type { Store } from '../../../store';
import { PLAIN, temporaryDirectory } from '../../store/support';
import { openRecord } from '../../support/record';

/** Local time: the message tells the time of the machine. */
const NOW = new Date(2026, 1, 7, 22, 0, 0);

let dir: string;
let store: Store;
let now = NOW;
beforeEach(() => {
  dir = temporaryDirectory();
  now = NOW;
  store = openRecord({ dataDir: dir, clock: () => now });
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

test('the form of the original', () => {
  const real = store.figures();
  const facts = {
    ...store,
    figures: () => ({
      ...real,
      ...{ active_sessions: 4, sessions_by_status: { busy: 4 }, tasks_by_status: {} },
      ...{ active_features: 8, features_completed_24h: 2 },
    }),
    smsFacts: () => ({ sessionsByProvider: { codex: 2, claude: 4 }, promptsDoneInTheHour: 3 }),
  };
  expect(smsMessage(facts, [], NOW)).toBe(
    `🔧 Architect 10:00PM

Sessions: 4 active, 0 idle
  Claude: 4 | Codex: 2

Prompts: 0 queued | 0 active | 3 done (1h)

Tasks: 0 pending | 0 active

Features: 8 active | 2 done (24h)

Health: ✅ HEALTHY`,
  );
});

test('an empty record has the same lines, with noughts', () => {
  expect(smsMessage(store, [], new Date(2026, 1, 7, 9, 5))).toBe(
    `🔧 Architect 9:05AM

Sessions: 0 active, 0 idle
  Claude: 0 | Codex: 0

Prompts: 0 queued | 0 active | 0 done (1h)

Tasks: 0 pending | 0 active

Features: 0 active | 0 done (24h)

Health: ✅ HEALTHY`,
  );
});

test('the numbers are those of the record: prompts of the last hour, not of the day', () => {
  const done = (hoursAgo: number): void => {
    now = new Date(NOW.getTime() - hoursAgo * 3_600_000);
    const { id } = store.prompts.insert(PLAIN);
    store.lifecycle.settle(id, 'completed', 'done');
    now = NOW;
  };
  [0.5, 0.9, 1.5].forEach(done);
  store.prompts.insert(PLAIN);
  const { id } = store.prompts.insert(PLAIN);
  store.lifecycle.settle(id, 'failed', 'it broke');
  expect(smsMessage(store, [], NOW)).toContain('Prompts: 1 queued | 0 active | 2 done (1h)');
});

test('what is wrong stands under DEGRADED, a few lines at most', () => {
  const long = `the disk is full ${'x'.repeat(200)}`;
  const text = smsMessage(store, ['tmux is down', long, 'c', 'd', 'e'], NOW);
  expect(text.slice(text.indexOf('Health'))).toBe(
    `Health: ⚠️ DEGRADED\n- tmux is down\n- ${long.slice(0, 119)}…\n- c\n- and 2 more`,
  );
});

test('other agents are named where they have sessions', () => {
  const facts = {
    ...store,
    smsFacts: () => ({ sessionsByProvider: { shell: 1, claude: 2 }, promptsDoneInTheHour: 0 }),
  };
  expect(smsMessage(facts, [], NOW)).toContain('\n  Claude: 2 | Codex: 0 | Shell: 1\n');
});

test.each([
  [0, '12:00AM'],
  [12, '12:00PM'],
  [13, '1:00PM'],
])('at %d it says %s', (hour, words) => {
  expect(smsMessage(store, [], new Date(2026, 1, 7, hour))).toMatch(new RegExp(`^🔧 Architect ${words}\n`));
});
