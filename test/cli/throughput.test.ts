/** `architect throughput`: what was done in a time, and what is not known of it. */
import { FakeApi } from './fake-api';
import { run, runWith } from './helpers';

const NOTHING = {
  ...{ completed: 0, failed: 0, cancelled: 0, indeterminate: 0, p50_seconds: null, p95_seconds: null },
  ...{ sessions: null, busy: null, utilisation: null },
  ...{ spends: 0, tokens: 0, unknown_tokens: 0, cost_usd: 0, unknown_cost: 0 },
};
const WORKED = {
  ...{ completed: 12, failed: 2, cancelled: 1, indeterminate: 0, p50_seconds: 42, p95_seconds: 5_400 },
  ...{ sessions: 4, busy: 2, utilisation: 0.5 },
  ...{ spends: 15, tokens: 120_000, unknown_tokens: 3, cost_usd: 1.255, unknown_cost: 4 },
};
const piece = (hour: number, known: boolean, figures: object) => ({
  ...{ from: `2025-02-07T0${hour}:00:00.000Z`, to: `2025-02-07T0${hour + 1}:00:00.000Z`, known },
  ...figures,
});
const answer = (pieces: object[], whole: object) => ({
  body: {
    ...{ range: '24h', time_zone: 'Europe/Berlin', whole, pieces },
    ...{ from: '2025-02-06T10:00:00.000Z', to: '2025-02-07T10:00:00.000Z' },
  },
});

let api: FakeApi;
beforeEach(async () => {
  const pieces = [piece(1, false, NOTHING), piece(2, true, WORKED)];
  api = await new FakeApi({ 'GET /api/throughput': answer(pieces, WORKED) }).start();
});
afterEach(() => api.stop());

test('the whole, then each piece of which something is known', async () => {
  const { stdout } = await runWith(api, ['throughput']);
  const [head, ...lines] = stdout.split('\n');
  expect(head).toContain('(Europe/Berlin)');
  expect(lines.slice(0, 4)).toEqual([
    'Prompts     12 completed, 2 failed, 1 cancelled, 0 indeterminate',
    'Took        42 s (half of them), 1.5 h (95 %)',
    'Sessions    50 % of their time at work',
    'Turns       15, 120000 tokens, $1.25 (3 tell no tokens, of 4 the cost is not known)',
  ]);
  expect(lines.filter((line) => line.startsWith('2025-02-07'))).toHaveLength(1);
});

test('what is not known is a dash, and no table of nothing', async () => {
  api.routes['GET /api/throughput'] = answer([piece(1, false, NOTHING)], NOTHING);
  const { stdout } = await runWith(api, ['throughput']);
  expect(stdout).toContain('Took        - (half of them), - (95 %)');
  expect(stdout).toContain('Sessions    - of their time at work');
  expect(stdout).not.toContain('COMPLETED');
});

test('the range and the zone are asked for; a range that there is not is refused', async () => {
  await runWith(api, ['throughput', '--range', '7d', '--time-zone', 'Asia/Tokyo']);
  expect(api.last().path).toBe('/api/throughput?range=7d&time_zone=Asia%2FTokyo');
  expect((await run(['throughput', '--range', 'week'])).code).toBe(64);
  expect(JSON.parse((await runWith(api, ['throughput', '--json'])).stdout)).toMatchObject({ range: '24h' });
});
